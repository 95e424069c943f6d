/**
 * The first schema. Times are milliseconds since the Unix epoch. JSON is text. Foreign keys are left out on purpose: a
 * room's messages outlive its row until the background removal gets to them, and the one writer keeps the rest in order.
 *
 * Why messages look so: every b-tree that a new message touches costs a page of the log in each commit, and one that is
 * ordered by room costs a page for each room of the commit. A message touches four (rows by number, id, room order, and
 * the client key if there is one), of which only the last two are ordered by room. Changes need none: a message that was
 * never revised took the change number `created_change_seq`, which rises with `seq`; those that were revised stand in
 * the partial index `messages_revised`. Measured with an index over all change numbers instead: 8 % fewer messages a
 * second in one room, 30 % fewer in a hundred.
 */
export const initial = `
create table rooms (
  room_key integer primary key autoincrement,
  id text not null,
  uid text not null,
  app_id text not null,
  name text not null,
  description text not null,
  kind text not null check (kind in ('public', 'private', 'direct')),
  bridged integer not null check (bridged in (0, 1)),
  owner_id text,
  pair_first text,
  pair_second text,
  slow_mode_seconds integer not null,
  meta text not null,
  created_at integer not null,
  updated_at integer not null
) strict;
create unique index rooms_by_id on rooms (id);
create unique index rooms_by_uid on rooms (uid);
create unique index rooms_by_pair on rooms (app_id, pair_first, pair_second) where pair_first is not null;
create index rooms_by_app on rooms (app_id, created_at, id);

-- What changes with every message, apart from the room itself, whose row may be long.
create table room_heads (
  room_key integer primary key,
  last_seq integer not null default 0,
  change_seq integer not null default 0,
  purged_seq integer not null default 0,
  purge_change_seq integer not null default 0,
  purged_at integer,
  removed_seq integer not null default 0,
  deleted_count integer not null default 0,
  member_count integer not null default 0,
  last_message_at integer
) strict;
create index room_heads_to_empty on room_heads (room_key) where removed_seq < purged_seq;

-- Rooms that are gone, whose messages and members are still to be removed.
create table removed_rooms (room_key integer primary key) strict;

create table messages (
  number integer primary key autoincrement,
  id text not null,
  room_key integer not null,
  seq integer not null,
  change_seq integer not null,
  created_change_seq integer not null,
  sender_id text not null,
  sender_name text not null,
  sender_avatar_url text,
  sender_kind text not null,
  content text not null,
  type text not null,
  meta text,
  client_key text,
  created_at integer not null,
  edited_at integer,
  edit_reason text,
  deleted_at integer,
  deleted_by text,
  reactions text not null default '[]'
) strict;
create unique index messages_by_id on messages (id);
create unique index messages_by_seq on messages (room_key, seq);
create unique index messages_by_client_key on messages (room_key, sender_id, client_key)
  where client_key is not null;
create index messages_revised on messages (room_key, change_seq) where change_seq > created_change_seq;
create index messages_deleted on messages (room_key, seq) where deleted_at is not null;

create table members (
  room_key integer not null,
  user_id text not null,
  user_name text not null,
  role text not null check (role in ('owner', 'moderator', 'member')),
  joined_at integer not null,
  last_read_seq integer not null default 0,
  primary key (room_key, user_id)
) strict, without rowid;
create index members_by_user on members (user_id, room_key);
create index members_by_time on members (room_key, joined_at, user_id);
create index members_staff on members (room_key, role) where role <> 'member';

create table users (
  user_key integer primary key,
  app_id text not null,
  id text not null,
  kind text not null,
  display_name text not null,
  avatar_url text,
  username text,
  username_folded text,
  search_text text not null,
  password_hash text,
  roles text not null,
  meta text not null,
  created_at integer not null,
  updated_at integer not null
) strict;
create unique index users_by_id on users (app_id, id);
create unique index users_by_username on users (app_id, username_folded) where username_folded is not null;
create index users_by_time on users (app_id, created_at, id);
create index users_with_roles on users (app_id) where roles <> '[]';

create table tokens (
  hash text primary key,
  app_id text not null,
  user_id text not null,
  created_at integer not null,
  expires_at integer
) strict, without rowid;
create index tokens_by_user on tokens (app_id, user_id);
create index tokens_by_expiry on tokens (expires_at) where expires_at is not null;

-- room_id is empty for a sanction in the whole app.
create table sanctions (
  app_id text not null,
  room_id text not null,
  kind text not null check (kind in ('ban', 'mute')),
  target text not null,
  id text not null,
  until integer,
  reason text not null,
  by_user_id text,
  created_at integer not null,
  primary key (app_id, room_id, kind, target)
) strict, without rowid;
create index sanctions_by_room on sanctions (room_id) where room_id <> '';

-- rank: 2 urgent, 1 high, 0 the rest; stored because lists are ordered by it.
create table notifications (
  id text primary key,
  app_id text not null,
  user_id text not null,
  room_id text,
  title text not null,
  content text not null,
  action_url text,
  priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
  rank integer not null,
  icon text,
  created_at integer not null,
  read_at integer
) strict;
create index notifications_by_user on notifications (app_id, user_id, rank, created_at, id);

create table apps (
  id text primary key,
  name text not null,
  created_at integer not null,
  token_secret text not null
) strict;

create table api_keys (
  hash text primary key,
  app_id text not null,
  created_at integer not null,
  expires_at integer
) strict, without rowid;
create index api_keys_by_app on api_keys (app_id);

-- One row, written by every health check: the write must reach the disk to count.
create table pulse (id integer primary key check (id = 1), beats integer not null) strict;
insert into pulse values (1, 0);
`;
