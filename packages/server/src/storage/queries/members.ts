import type { Kysely } from 'kysely';
import type { NewMember } from '../../core/ports/stores.ts';
import { equal, slots } from '../columns.ts';
import type { Schema } from '../schema.ts';
import { statement } from '../statement.ts';

export interface NewMemberArgs extends NewMember {
  readonly roomKey: number;
}

export function memberQueries(db: Kysely<Schema>) {
  return {
    member: statement<{ roomKey: number; userId: string }>()((slot) =>
      db
        .selectFrom('members')
        .selectAll()
        .where(equal(slot, ['roomKey', 'userId'])),
    ),
    membershipsOf: statement<{ appId: string; userId: string }>()((slot) =>
      db
        .selectFrom('members')
        .innerJoin('rooms', 'rooms.room_key', 'members.room_key')
        .select(['rooms.room_key', 'rooms.id', 'members.user_id'])
        .where('members.user_id', '=', slot('userId'))
        .where('rooms.app_id', '=', slot('appId')),
    ),
    /** In rooms of other apps, where members are known by key. */
    visitsOf: statement<{ key: string }>()((slot) =>
      db
        .selectFrom('members')
        .innerJoin('rooms', 'rooms.room_key', 'members.room_key')
        .select(['rooms.room_key', 'rooms.id', 'members.user_id'])
        .where('members.user_id', '=', slot('key')),
    ),
    /** Returns nothing when there is one already. */
    insertMember: statement<NewMemberArgs>()((slot) =>
      db
        .insertInto('members')
        .values(slots(slot, ['roomKey', 'userId', 'userName', 'role', 'joinedAt']))
        .onConflict((conflict) => conflict.doNothing())
        .returningAll(),
    ),
    updateMember: statement<Omit<NewMemberArgs, 'joinedAt'>>()((slot) =>
      db
        .updateTable('members')
        .set({ user_name: slot('userName'), role: slot('role') })
        .where(equal(slot, ['roomKey', 'userId']))
        .returningAll(),
    ),
    deleteMember: statement<{ roomKey: number; userId: string }>()((slot) =>
      db
        .deleteFrom('members')
        .where(equal(slot, ['roomKey', 'userId']))
        .returning('user_id'),
    ),
    markMemberRead: statement<{ roomKey: number; userId: string; seq: number }>()((slot) =>
      db
        .updateTable('members')
        .set({ last_read_seq: slot('seq') })
        .where(equal(slot, ['roomKey', 'userId']))
        .where('last_read_seq', '<', slot('seq')),
    ),
  };
}
