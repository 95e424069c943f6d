/**
 * How far the background removal has come with the reactions of deleted users: in which pass over the messages with reactions, after
 * which message. A former reactor was deleted in the pass that it names, and is forgotten at the end of a later one.
 */
export const reactionRemoval = `
alter table former_reactors add column pass integer not null default 0;
create table reaction_removal (
  id integer primary key check (id = 1),
  pass integer not null,
  after_number integer not null
) strict;
insert into reaction_removal values (1, 1, 0);
create index messages_reacted on messages (number) where reactions <> '[]';
`;
