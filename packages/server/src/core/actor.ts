import {
  type Author,
  DEFAULT_APP_ID,
  type GlobalRole,
  NO_APP_ID,
  type Sender,
} from '@koine/contract';

/**
 * Who performs a command. `user`: somebody with their own rights; `app`: an API key, which acts for any user of its app and
 * stands above the roles in its app's rooms; `operator`: whoever runs the installation.
 */
export interface Actor extends Author {
  /** On whose side of the walls between apps the actor stands; its own user's app, where it is somebody's user. */
  readonly appId: string;
  readonly roles: readonly GlobalRole[];
  readonly ip: string;
  /** Room ids to which the actor's token is limited; `null`: no such limit. */
  readonly rooms: readonly string[] | null;
}

/** A user of the built-in app with nobody's rights but their own. */
export function plainActor(user: Sender, ip: string, roles: readonly GlobalRole[] = []): Actor {
  return { appId: DEFAULT_APP_ID, user, power: 'user', roles, ip, rooms: null };
}

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
  return { appId, user: user ?? SYSTEM, power: 'operator', roles: [], ip: '', rooms: null };
}

/** Of an actor what its events tell. */
export function authorOf({ power, user }: Author): Author {
  return { power, user };
}
