/**
 * How often and when last a user of an id was deleted, and which users that reactions name are no more: a reaction says of which of
 * an id's users it is (`queries/reactions.ts`).
 */
export const formerReactors = `
alter table user_generations add column deletions integer not null default 0;
alter table user_generations add column ended_at integer not null default -1;
create table former_reactors (reactor text primary key) strict, without rowid;
`;
