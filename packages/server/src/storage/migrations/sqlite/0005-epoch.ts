/**
 * Change numbers mean something within one history only. `epoch` names it: it is begun anew when this database is not what
 * came after the one that clients have their numbers from (see `engines/sqlite/marker.ts`). `commands` counts batches that held more
 * than new messages, so that together with the messages' numbers it tells an older copy from what came after it. Ids of
 * removed rooms are kept, because a room that comes back under one of them counts its changes anew.
 */
export const epoch = `
create table history (
  id integer primary key check (id = 1),
  epoch text not null,
  commands integer not null
) strict;
insert into history values (1, lower(hex(randomblob(8))), 0);

create table removed_room_ids (id text primary key) strict, without rowid;
`;
