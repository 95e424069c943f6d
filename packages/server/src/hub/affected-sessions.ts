import type { AppKeysChanged, CoreEvent, EndedSignIns, UserRef } from '@koine/contract';
import type { Grant } from '../core/grants.ts';

/** Whose rights an event may narrow or widen. */
export type AffectedSessions =
  /** All sessions in the room. */
  | { readonly scope: 'room'; readonly roomId: string }
  /** The room is no more. */
  | { readonly scope: 'deletedRoom'; readonly roomId: string }
  /** One user, in every room or in that one. */
  | {
      readonly scope: 'user';
      readonly user: UserRef;
      readonly roomId: string | null;
    }
  /** One user, permanently, or only those of the given sign-ins. */
  | {
      readonly scope: 'signedOut';
      readonly user: UserRef;
      readonly isGone: (grant: Grant | null) => boolean;
    }
  /** All sessions with a grant of the app; a grant that is gone need not be checked. */
  | {
      readonly scope: 'grants';
      readonly appId: string;
      readonly isGone: (grant: Grant | null) => boolean;
    }
  /** A sanction everywhere in an app is about anybody, by user or by address. */
  | { readonly scope: 'everyone' };

/** `before`: a session that is removed must not receive the event; `after`: the protocol's own view must be true first. */
export type When = 'before' | 'after';

type Table = {
  readonly [Type in CoreEvent['type']]: null | {
    readonly when: When;
    of(event: Extract<CoreEvent, { readonly type: Type }>): AffectedSessions | null;
  };
};

/**
 * For each event: which sessions may lose (or get back) rights by it. `null`: none. An event that is added to the core has its
 * row here, or nothing compiles.
 */
export const AFFECTED_SESSIONS = {
  messageCreated: null,
  messageUpdated: null,
  messageDeleted: null,
  reactionChanged: null,
  roomPurged: null,
  userJoined: null,
  userLeft: null,
  typingChanged: null,
  notificationCreated: null,
  roomUpdated: { when: 'before', of: ({ roomId }) => ({ scope: 'room', roomId }) },
  roomDeleted: { when: 'before', of: ({ roomId }) => ({ scope: 'deletedRoom', roomId }) },
  memberChanged: {
    when: 'before',
    // A user who joins or rises loses nothing; in a storm each of thousands does.
    of: ({ user, roomId, role }) => (role === null ? { scope: 'user', user, roomId } : null),
  },
  roomSanctionChanged: { when: 'before', of: ({ roomId }) => ({ scope: 'room', roomId }) },
  appSanctionChanged: { when: 'before', of: () => ({ scope: 'everyone' }) },
  userUpdated: {
    when: 'after',
    of: ({ user }) => ({ scope: 'user', user, roomId: null }),
  },
  userDeleted: {
    when: 'before',
    of: ({ appId, userId: id }) => ({
      scope: 'signedOut',
      user: { appId, id },
      isGone: () => true,
    }),
  },
  userSignedOut: {
    when: 'before',
    of: ({ appId, userId: id, signIns }) => ({
      scope: 'signedOut',
      user: { appId, id },
      isGone: (grant) => grant !== null && isAmong(grant, signIns),
    }),
  },
  appKeysChanged: {
    when: 'before',
    of: ({ appId, ended }) => ({
      scope: 'grants',
      appId,
      isGone: (grant) => grant !== null && hasEnded(grant, ended),
    }),
  },
} satisfies Table;

/** Whose rights to check at that moment of the event; `null`: none. */
export function affectedBy(event: CoreEvent, when: When): AffectedSessions | null {
  const table: Table = AFFECTED_SESSIONS;
  return lookUp(table, event, when);
}

function lookUp<Type extends CoreEvent['type']>(
  table: Table,
  event: Extract<CoreEvent, { readonly type: Type }> & { readonly type: Type },
  when: When,
): AffectedSessions | null {
  const row = table[event.type];
  return row === null || row.when !== when ? null : row.of(event);
}

function hasEnded(grant: Grant, ended: AppKeysChanged['ended']): boolean {
  if (ended === null) return false;
  if (ended === 'userTokens') return grant.kind === 'userToken';
  return grant.kind === 'key' && (grant.hash === ended.hash) === (ended.keys === 'only');
}

function isAmong(grant: Grant, signIns: EndedSignIns): boolean {
  switch (signIns.which) {
    case 'all':
      return true;
    case 'except':
      return grant.kind !== 'signIn' || grant.hash !== signIns.hash;
    case 'only':
      return grant.kind === 'signIn' && signIns.hashes.includes(grant.hash);
  }
}
