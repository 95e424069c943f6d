import {
  type Author,
  DEFAULT_APP_ID,
  type GlobalRole,
  NO_APP_ID,
  type Sender,
  type UserKey,
  userKeyOf,
} from '@koine/contract';
import { type AddressGroup, addressGroup } from './address.ts';

/**
 * Who performs a command. `user`: somebody with their own rights; `app`: an API key, which acts for any user of its app and
 * stands above the roles in its app's rooms; `operator`: the person or program that runs the installation.
 */
export interface Actor extends Author {
  /** On whose side of the walls between apps the actor stands; its own user's app, where it is somebody's user. */
  readonly appId: string;
  /** The user's, kept: each command is counted by it. */
  readonly key: UserKey;
  readonly roles: readonly GlobalRole[];
  readonly ip: string;
  /** By which commands are counted beside the user, since the user has chosen their own id; `null`: they have not. */
  readonly group: AddressGroup | null;
  /** Room ids to which the actor's token is limited; `null`: no such limit. */
  readonly rooms: readonly string[] | null;
}

export function createActor(
  fields: Omit<Actor, 'key' | 'group'> & { readonly choosesId: boolean },
): Actor {
  const { appId, user, power, roles, ip, rooms, choosesId } = fields;
  const group = choosesId ? addressGroup(ip) : null;
  return { appId, user, key: userKeyOf(user), power, roles, ip, group, rooms };
}

/** A user of the built-in app with their own rights only. All but accounts choose their ids, or get one by asking. */
export function plainActor(user: Sender, ip: string, roles: readonly GlobalRole[] = []): Actor {
  const choosesId = user.kind !== 'registered';
  return createActor({
    appId: DEFAULT_APP_ID,
    user,
    power: 'user',
    roles,
    ip,
    rooms: null,
    choosesId,
  });
}

/** Somebody of whom nothing is known, on the side of the built-in app: sees what all see. */
export const ANYONE: Actor = plainActor(
  { id: '', appId: DEFAULT_APP_ID, name: '', avatarUrl: null, kind: 'anonymous' },
  '',
);

/** No app's user: an account that is called `system` is somebody else. */
const SYSTEM: Sender = {
  id: 'system',
  appId: NO_APP_ID,
  name: 'system',
  avatarUrl: null,
  kind: 'bot',
};

/** The server itself: bots, start-up, the command line. */
export function systemActor(appId: string, user?: Sender): Actor {
  return createActor({
    appId,
    user: user ?? SYSTEM,
    power: 'operator',
    roles: [],
    ip: '',
    rooms: null,
    choosesId: false,
  });
}

/** The part of an actor that its events hold. */
export function authorOf({ power, user }: Author): Author {
  return { power, user };
}
