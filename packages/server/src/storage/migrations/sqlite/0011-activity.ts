/**
 * Lists of rooms by activity, by name and by change have indexes. Activity moves with every batch of messages, so it stands in the
 * narrow row that such a batch writes anyway, with what its lists filter by; rooms that were active lately lie together in
 * the index, and a room costs it one entry a batch, however many messages that has.
 */
const LISTED = (row: string) =>
  `${row}.kind = 'public' and (${row}.bridged = 1 or ${row}.app_id = 'default')`;

export const activity = `
alter table room_heads add column app_id text not null default '';
alter table room_heads add column room_id text not null default '';
alter table room_heads add column is_listed integer not null default 0;
alter table room_heads add column active_at integer not null default 0;
update room_heads set (app_id, room_id, is_listed, active_at) = (
  select rooms.app_id, rooms.id, ${LISTED('rooms')}, coalesce(room_heads.last_message_at, rooms.created_at)
  from rooms where rooms.room_key = room_heads.room_key)
where room_key in (select room_key from rooms);

create index room_heads_listed on room_heads (active_at, room_id) where is_listed = 1;
create index room_heads_by_app on room_heads (app_id, active_at, room_id);
create index rooms_by_change on rooms (app_id, updated_at, id);
create index rooms_by_name on rooms (app_id, lower(name), id);

create trigger rooms_listed after update of kind, bridged on rooms begin
  update room_heads set is_listed = ${LISTED('new')} where room_key = new.room_key;
end;
`;
