/**
 * What belongs to an app holds the app's own users by id and those of others by key (`localIdOf`): members of its rooms and targets
 * of its rooms' sanctions. Until now they were all bare; those that were visitors of a bridged room are found as in 0003.
 * The audit log says whose account a moderator's is.
 */
const isVisitor = (id: string, pattern: string) => `rooms.app_id <> 'default' and rooms.bridged = 1
  and not exists (select 1 from users where users.app_id = rooms.app_id and users.id = ${id})
  and (exists (select 1 from users where users.app_id = 'default' and users.id = ${id}) or ${pattern})`;

const HEX = '[0-9a-f]'.repeat(12);
const SANCTIONED = 'substr(sanctions.target, 6)';

export const localUsers = `
update members set user_id = 'default' || char(10) || user_id
where exists (select 1 from rooms where rooms.room_key = members.room_key and ${isVisitor('members.user_id', 'false')});

update sanctions set target = 'user:default' || char(10) || ${SANCTIONED}
where target like 'user:%' and exists (
  select 1 from rooms where rooms.id = sanctions.room_id
  and ${isVisitor(SANCTIONED, `(${SANCTIONED} glob 'lobby:*' or ${SANCTIONED} glob 'user_${HEX}')`)});

alter table audit add column by_app_id text;
`;
