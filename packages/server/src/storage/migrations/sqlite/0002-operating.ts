/**
 * What whoever runs an installation needs: who did what, how long history is kept, what was switched at run time, and what
 * is known of each API key. The log is append-only by the database's own word.
 */
export const operating = `
create table audit (
  number integer primary key autoincrement,
  at integer not null,
  via text not null check (via in ('http', 'page', 'commandLine', 'chat')),
  by_kind text not null check (by_kind in ('operator', 'account')),
  by_id text not null,
  by_name text not null,
  action text not null,
  app_id text,
  room_id text,
  target text,
  reason text not null,
  details text not null,
  outcome text not null
) strict;
create trigger audit_stays before delete on audit begin select raise(abort, 'the audit log is append-only'); end;
create trigger audit_is_final before update on audit begin select raise(abort, 'the audit log is append-only'); end;

-- id is empty for the default, else an app's or a room's. Both nulls: everything is kept.
create table retention (
  scope text not null check (scope in ('default', 'app', 'room')),
  id text not null,
  age_ms integer,
  count_max integer,
  set_at integer not null,
  primary key (scope, id)
) strict, without rowid;

-- The newest change that retention has taken away: whoever knows less must reload.
alter table room_heads add column trimmed_change_seq integer not null default 0;

create table switches (name text primary key, value text not null) strict, without rowid;

alter table api_keys add column prefix text not null default '';
alter table api_keys add column last_used_at integer;
`;
