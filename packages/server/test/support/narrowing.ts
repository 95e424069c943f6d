/** What narrows rights, and whom it puts out. */
import { type CoreEvent, DEFAULT_APP_ID, type Room } from '@koine/contract';
import { systemActor } from '../../src/core/actor.ts';
import type { Core } from '../../src/core/core.ts';
import { targetOf } from '../../src/core/sanctions.ts';
import type { AFFECTED_SESSIONS } from '../../src/hub/affected-sessions.ts';
import type { ProtocolName } from '../../src/protocols/list.ts';
import { OPERATOR } from '../../src/testing/actors.ts';

/** The events whose row in the hub's table says that somebody may lose rights by them. */
type Narrowing = {
  [Type in CoreEvent['type']]: (typeof AFFECTED_SESSIONS)[Type] extends null ? never : Type;
}[CoreEvent['type']];

/** One person in one room. */
export interface Scene {
  readonly room: Room;
  readonly userId: string;
  /** Of an account or a user token; empty where the protocol has none. */
  readonly token: string;
}

/** `in`: hears on; `out`: not another word; `none`: there is no such case for the protocol. */
export type Fate = 'in' | 'out' | 'none';
export interface Case {
  readonly name: string;
  /** What is shown instead of the protocol's usual token; platform only. */
  readonly token?: () => Promise<string>;
  narrow(scene: Scene, protocol: ProtocolName): Promise<unknown>;
  /** So that the next case begins as this one did. */
  undo?(scene: Scene): Promise<unknown>;
  readonly fates: Readonly<Record<ProtocolName, Fate>>;
}

const ADDRESS = 'ip:127.0.0.1';
const RANGE = 'ip:127.0.0.0/8';

/** `appId`: of platform's users, and of the rooms that all enter. */
export function narrowingCases(
  core: () => Core,
  appId: string,
): Record<Narrowing, readonly Case[]> {
  const appOf = (protocol: ProtocolName) => (protocol === 'platform' ? appId : DEFAULT_APP_ID);
  const operatorOf = ({ room }: Scene) => systemActor(room.appId);
  const all = (fate: Fate) =>
    ({ lobby: fate, reactions: fate, community: fate, direct: fate, platform: fate }) as const;
  const none = all('none');

  return {
    roomUpdated: [
      {
        name: 'a bridged room made private',
        narrow: (scene) =>
          core().rooms.update(operatorOf(scene), scene.room.id, { kind: 'private' }),
        // Platform's are participants by coming.
        fates: { lobby: 'out', reactions: 'out', community: 'out', direct: 'none', platform: 'in' },
      },
      {
        name: 'a room that is bridged no longer',
        narrow: (scene) =>
          core().rooms.update(operatorOf(scene), scene.room.id, { bridged: false }),
        fates: { lobby: 'out', reactions: 'out', community: 'out', direct: 'none', platform: 'in' },
      },
    ],
    roomDeleted: [
      {
        name: 'a deleted room',
        narrow: (scene) => core().rooms.remove(operatorOf(scene), scene.room.id),
        fates: all('out'),
      },
    ],
    memberChanged: [
      {
        name: 'a participant put out of a private room',
        async narrow(scene) {
          const user = { appId, id: scene.userId };
          const { id } = scene.room;
          // A participant, so that the room's becoming private takes nothing away.
          await core().members.add(operatorOf(scene), id, {
            user,
            userName: 'ann',
            role: 'member',
          });
          await core().rooms.update(operatorOf(scene), id, { kind: 'private' });
          // Read behind what the hub asks of the private room, so that only the removal is left to put them out.
          await core().members.get(operatorOf(scene), id, user);
          await core().members.remove(operatorOf(scene), id, user);
        },
        fates: { ...none, platform: 'out' },
      },
    ],
    roomSanctionChanged: [
      {
        name: 'a user banned from the room',
        narrow: (scene, protocol) =>
          core().moderation.sanction(operatorOf(scene), scene.room.id, {
            kind: 'ban',
            target: targetOf({ appId: appOf(protocol), id: scene.userId }, scene.room.appId),
            durationMs: null,
            reason: '',
          }),
        // The wall's users are their addresses; in the community anyone who has no account may read too.
        fates: { lobby: 'out', reactions: 'none', community: 'in', direct: 'out', platform: 'out' },
      },
      {
        name: 'an address banned from the room',
        narrow: (scene) =>
          core().moderation.sanction(operatorOf(scene), scene.room.id, {
            kind: 'ban',
            target: ADDRESS,
            durationMs: null,
            reason: '',
          }),
        fates: all('out'),
      },
      {
        name: 'a range of addresses banned from the room',
        narrow: (scene) =>
          core().moderation.sanction(operatorOf(scene), scene.room.id, {
            kind: 'ban',
            target: RANGE,
            durationMs: null,
            reason: '',
          }),
        fates: all('out'),
      },
    ],
    appSanctionChanged: [
      {
        name: 'a user banned everywhere in their app',
        narrow: ({ userId }, protocol) =>
          core().moderation.sanctionInApp(systemActor(appOf(protocol)), {
            kind: 'ban',
            target: `user:${userId}`,
            durationMs: null,
            reason: '',
          }),
        fates: { lobby: 'out', reactions: 'none', community: 'in', direct: 'out', platform: 'out' },
      },
      {
        name: 'a range of addresses banned from the room’s app',
        narrow: ({ room }) => banAddress(room.appId, RANGE),
        undo: ({ room }) => pardonAddress(room.appId, RANGE),
        fates: all('out'),
      },
      {
        name: 'an address banned from the room’s app',
        narrow: ({ room }) => banAddress(room.appId),
        undo: ({ room }) => pardonAddress(room.appId),
        fates: all('out'),
      },
      {
        name: 'an address banned everywhere in the built-in app',
        narrow: () => banAddress(DEFAULT_APP_ID),
        undo: () => pardonAddress(DEFAULT_APP_ID),
        fates: { ...all('out'), platform: 'in' },
      },
    ],
    userUpdated: [
      {
        name: 'an account with other roles',
        narrow: ({ userId }) =>
          core().users.update(systemActor(DEFAULT_APP_ID), userId, { roles: [] }),
        fates: { ...none, community: 'in' },
      },
    ],
    userDeleted: [
      {
        name: 'a deleted user',
        narrow: ({ userId }, protocol) => core().users.remove(systemActor(appOf(protocol)), userId),
        // The socket stays, as a reader without an account.
        fates: { ...none, community: 'in', platform: 'out' },
      },
    ],
    userSignedOut: [
      {
        name: 'a user signed out everywhere',
        narrow: ({ userId }, protocol) =>
          core().users.signOut(systemActor(appOf(protocol)), userId),
        fates: { ...none, community: 'in', platform: 'out' },
      },
    ],
    appKeysChanged: [
      {
        name: 'another secret for user tokens',
        narrow: () => core().apps.replaceTokenSecret(OPERATOR, appId),
        fates: { ...none, platform: 'out' },
      },
      {
        name: 'a revoked key',
        token: () => core().apps.addKey(OPERATOR, appId),
        narrow: ({ token }) =>
          core().apps.revokeKey(OPERATOR, appId, core().secrets.hashToken(token)),
        fates: { ...none, platform: 'out' },
      },
      {
        name: 'a key that has run out',
        token: () => core().apps.addKey(OPERATOR, appId),
        narrow: () => core().apps.rotateKey(systemActor(appId), 0),
        fates: { ...none, platform: 'out' },
      },
    ],
  };

  function banAddress(app: string, target: `ip:${string}` = ADDRESS) {
    const draft = { kind: 'ban', target, durationMs: null, reason: '' } as const;
    return core().moderation.sanctionInApp(systemActor(app), draft);
  }

  function pardonAddress(app: string, target = ADDRESS) {
    return core().moderation.liftInApp(systemActor(app), 'ban', target);
  }
}
