import { type Kysely, type SqlBool, sql } from 'kysely';
import { MESSAGE_COLUMNS, type Reactor } from '../message-fields.ts';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

/**
 * The reactions of a message without those of deleted users, whose id may belong to another user by now. Every read selects them so
 * until the background removal has stored what is left: then the deleted users are forgotten, and no row is checked.
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
      db
        .insertInto('former_reactors')
        .columns(['reactor', 'pass'])
        .expression(
          db
            .selectFrom('reaction_removal')
            .where('id', '=', 1)
            .select([
              sql<Reactor>`${slot('reactor')}`.as('reactor'),
              sql<number>`pass - (after_number = 0)`.as('pass'),
            ]),
        ),
    ),
    /** How far the removal has come; nothing: no former user's reaction is left. */
    reactionRemoval: statement<object>()(() =>
      db
        .selectFrom('reaction_removal')
        .select('after_number')
        .where('id', '=', 1)
        .where(sql<SqlBool>`exists (select 1 from former_reactors where reactor > '')`),
    ),
    /** Messages with reactions, and whether one of these is a former user's. */
    reactedMessages: statement<{ after: number; limit: number }>()((slot) =>
      db
        .selectFrom('messages')
        .select('number')
        .select(
          sql<number>`exists (
            select 1 from json_each(messages.reactions) as json_each_emoji, json_each(json_each_emoji.value, '$[1]') as json_each_user
            where json_each_user.value in (select reactor from former_reactors)
          )`.as('has_former'),
        )
        .where(sql<SqlBool>`messages.reactions <> '[]'`)
        .where('number', '>', slot('after'))
        .orderBy('number')
        .limit(slot('limit')),
    ),
    removeFormerReactions: statement<{ number: number }>()((slot) =>
      db
        .updateTable('messages')
        .set({ reactions: presentReactions })
        .where('number', '=', slot('number')),
    ),
    moveReactionRemoval: statement<{ upTo: number }>()((slot) =>
      db
        .updateTable('reaction_removal')
        .set({ after_number: slot('upTo') })
        .where('id', '=', 1),
    ),
    endReactionRemoval: statement<object>()(() =>
      db
        .updateTable('reaction_removal')
        .set((eb) => ({ pass: eb('pass', '+', sql.lit(1)), after_number: sql.lit(0) }))
        .where('id', '=', 1),
    ),
    /** Those who were deleted before the pass that has ended began. After `endReactionRemoval`. */
    forgetFormerReactors: statement<object>()(() =>
      db
        .deleteFrom('former_reactors')
        .where('pass', '<', sql<number>`(select pass - 1 from reaction_removal where id = 1)`),
    ),
  };
}
