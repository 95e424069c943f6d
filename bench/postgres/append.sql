create table history(
  id int primary key check (id = 1),
  epoch text not null,
  system_identifier bigint not null,
  timeline text not null
);
create table room_heads(
  room_key bigint primary key,
  app_id text collate "C" not null,
  last_seq bigint not null default 0,
  change_seq bigint not null default 0,
  last_message_at bigint,
  epoch text not null default '',
  epoch_base bigint not null default 0
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
create table app_control(app_id text collate "C" primary key, number bigint not null default 0);
-- What narrows: null names everyone and everywhere.
create table control_facts(
  app_id text collate "C" not null,
  number bigint not null,
  room_key bigint,
  sender_app_id text collate "C",
  sender_id text collate "C",
  primary key (app_id, number)
);
create table messages(
  number bigint generated always as identity,
  id uuid not null,
  room_key bigint not null,
  seq bigint not null,
  change_seq bigint not null,
  sender_app_id text collate "C" not null,
  sender_id text collate "C" not null,
  content text not null,
  client_key text collate "C",
  created_at bigint not null,
  primary key (room_key, seq)
);
create unique index messages_id on messages(id);
create unique index messages_client_key on messages(room_key, sender_app_id, sender_id, client_key) where client_key is not null;

create function current_timeline() returns text language sql volatile as
  $$ select left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) $$;

-- An advisory lock that appends to an app's rooms share and a fact about the whole app takes alone.
create function app_lock(app text) returns bigint language sql immutable as
  $$ select hashtextextended('koine app ' || app, 0) $$;

-- Each statement takes a snapshot of its own: what has committed while this one waited for locks is seen.
create function append_v1(
  p_epoch text, p_apps text[], p_decided_at bigint[], p_rooms bigint[], p_ids uuid[],
  p_sender_apps text[], p_senders text[], p_contents text[], p_keys text[], p_times bigint[])
returns table(outcome text, o_seq bigint, o_change bigint, o_number bigint, o_created_at bigint)
language plpgsql as $$
#variable_conflict use_column
begin
  perform 1 from history h where h.epoch = p_epoch and h.timeline = current_timeline();
  if not found then raise exception 'koine: another epoch' using errcode = 'KO001'; end if;
  perform pg_advisory_xact_lock_shared(k) from (select distinct app_lock(a) k from unnest(p_apps) a order by 1) l;
  perform 1 from room_heads h where h.room_key = any(p_rooms) order by h.room_key for update;
  return query
  with i as (
    select t.*, (n - 1)::int as at from unnest(p_rooms, p_ids, p_sender_apps, p_senders, p_contents, p_keys, p_times)
      with ordinality as t(room_key, id, app, sender, content, client_key, created_at, n)),
  h as (select * from room_heads where room_key = any(p_rooms)),
  d as (
    select i.at, m.seq, m.change_seq, m.number, m.created_at from i join messages m on m.id = i.id
    union
    select i.at, m.seq, m.change_seq, m.number, m.created_at from i join messages m
      on m.room_key = i.room_key and m.sender_app_id = i.app and m.sender_id = i.sender and m.client_key = i.client_key
      where i.client_key is not null),
  rejected as (
    select distinct i.at from i
      join h using (room_key)
      join unnest(p_apps, p_decided_at) a(app_id, decided) on a.app_id in (h.app_id, i.app)
      join control_facts f on f.app_id = a.app_id and f.number > a.decided
        and (f.room_key is null or f.room_key = i.room_key)
        and (f.sender_id is null or f.sender_id = i.sender and f.sender_app_id = i.app)),
  open as (
    select i.*, row_number() over (partition by i.room_key, i.app, i.sender, coalesce(i.client_key, i.id::text), i.client_key is null order by i.at) as nth
    from i join h using (room_key)
    where not exists (select 1 from d where d.at = i.at) and not exists (select 1 from rejected b where b.at = i.at)),
  new as (select o.*, row_number() over (partition by o.room_key order by o.at) as k from open o where o.nth = 1),
  ins as (
    insert into messages(id, room_key, seq, change_seq, sender_app_id, sender_id, content, client_key, created_at)
    select n.id, n.room_key, h.last_seq + n.k, h.change_seq + n.k, n.app, n.sender, n.content, n.client_key,
      greatest(max(n.created_at) over (partition by n.room_key order by n.at), h.last_message_at)
    from new n join h using (room_key) order by n.at
    returning messages.id, messages.seq, messages.change_seq, messages.number, messages.created_at),
  heads as (
    update room_heads r set last_seq = r.last_seq + c.n, change_seq = r.change_seq + c.n,
      last_message_at = greatest(r.last_message_at, c.newest),
      epoch_base = case when r.epoch = p_epoch then r.epoch_base else r.change_seq end, epoch = p_epoch
    from (select room_key, count(*) n, max(created_at) newest from new group by room_key) c
    where r.room_key = c.room_key)
  select
    case when h.room_key is null then 'no room' when d.seq is not null then 'again' when b.at is not null then 'rejected'
      when o.nth > 1 then 'again' else 'new' end,
    coalesce(d.seq, s.seq), coalesce(d.change_seq, s.change_seq), coalesce(d.number, s.number), coalesce(d.created_at, s.created_at)
  from i
    left join h using (room_key)
    left join lateral (select * from d where d.at = i.at limit 1) d on true
    left join rejected b on b.at = i.at
    left join open o on o.at = i.at
    left join new first on first.room_key = o.room_key and first.app = o.app and first.sender = o.sender
      and (first.at = o.at or first.client_key = o.client_key)
    left join ins s on s.id = first.id
  order by i.at;
end $$;

-- A fact about one room waits for that room's appends only; one about the whole app for all of them. The number's row comes last.
create function control_v1(p_epoch text, p_app text, p_room bigint, p_sender_app text, p_sender text) returns bigint
language plpgsql as $$
declare fact bigint;
begin
  perform 1 from history h where h.epoch = p_epoch and h.timeline = current_timeline();
  if not found then raise exception 'koine: another epoch' using errcode = 'KO001'; end if;
  if p_room is null then perform pg_advisory_xact_lock(app_lock(p_app));
  else perform 1 from room_heads where room_key = p_room for update; end if;
  insert into app_control(app_id, number) values (p_app, 1)
    on conflict (app_id) do update set number = app_control.number + 1 returning number into fact;
  insert into control_facts values (p_app, fact, p_room, p_sender_app, p_sender);
  return fact;
end $$;
