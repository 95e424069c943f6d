/**
 * Where rows stood in lists before they were deleted: a cursor that names one is still a place. Triggers, so that no way of
 * deleting can forget it. The newest 100,000 are kept; of a room's members none once the room is gone.
 */
const TRIM = `
  delete from gone_rows where number <= (select max(number) from gone_rows) - 100000;`;

export const goneRows = `
create table gone_rows (
  number integer primary key autoincrement,
  list text not null,
  scope text not null,
  id text not null,
  created_at integer not null,
  updated_at integer,
  name text,
  active_at integer,
  rank integer
) strict;
create unique index gone_rows_by_id on gone_rows (list, scope, id);

create trigger rooms_gone after delete on rooms begin
  insert or replace into gone_rows (list, scope, id, created_at, updated_at, name, active_at)
  values ('rooms', '', old.id, old.created_at, old.updated_at, old.name,
    coalesce((select last_message_at from room_heads where room_key = old.room_key), old.created_at));${TRIM}
end;

create trigger members_gone after delete on members
when exists (select 1 from rooms where room_key = old.room_key) begin
  insert or replace into gone_rows (list, scope, id, created_at)
  values ('members', cast(old.room_key as text), old.user_id, old.joined_at);${TRIM}
end;

create trigger users_gone after delete on users begin
  insert or replace into gone_rows (list, scope, id, created_at)
  values ('users', old.app_id, old.id, old.created_at);${TRIM}
end;

create trigger notifications_gone after delete on notifications begin
  insert or replace into gone_rows (list, scope, id, created_at, rank)
  values ('notifications', old.app_id, old.id, old.created_at, old.rank);${TRIM}
end;
`;
