/**
 * Where a user wrote: one row for each hour in which they wrote something in a block of 4,096 seqs of a room, whose messages are found
 * by the room's own order. An index over all messages, which this replaces, costs a page for each sender of a commit: it
 * tripled the writer's time for a message. Here a sender costs something once an hour or block.
 */
export const authored = `
drop index messages_by_sender;
create table authored (
  app_id text not null,
  user_id text not null,
  hour integer not null,
  room_key integer not null,
  block integer not null,
  primary key (app_id, user_id, hour, room_key, block)
) strict, without rowid;
create index authored_by_room on authored (room_key, block);

insert into authored
select distinct sender_app_id, sender_id, created_at / 3600000, messages.room_key, seq / 4096
from messages inner join room_heads on room_heads.room_key = messages.room_key
where seq > purged_seq and deleted_at is null;
`;
