import { type Kysely, sql } from 'kysely';
import { MESSAGE_COLUMNS, type Reactor } from '../message-fields.ts';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

/**
 * The reactions of a message without those of deleted users, whose id may belong to another user by now. Every read selects them so,
 * and the next change of the message stores what is left. While no user was ever deleted, in any app, no row is checked.
 */
export const presentReactions = sql<string>`iif(
  messages.reactions = '[]' or not exists (select 1 from former_reactors where reactor > ''),
  messages.reactions,
  (select json_group_array(json_array(emoji, json(users))) from (
    select json_each_emoji.value ->> 0 as emoji, (
      select json_group_array(json_each_user.value) from json_each(json_each_emoji.value, '$[1]') as json_each_user
      where not exists (select 1 from former_reactors where reactor = json_each_user.value)
    ) as users
    from json_each(messages.reactions) as json_each_emoji
  ) where users <> '[]')
)`;

/** What every read of messages selects: `MESSAGE_COLUMNS`. */
export const READ_COLUMNS = MESSAGE_COLUMNS.map((column) =>
  column === 'reactions' ? presentReactions.as(column) : column,
);

export function reactionQueries(db: Kysely<Schema>) {
  return {
    endReactions: statement<{ reactor: Reactor }>()((slot) =>
      db.insertInto('former_reactors').values({ reactor: slot('reactor') }),
    ),
  };
}
