import { DEFAULT_APP_ID, type GlobalRole, type Sender } from '@koine/contract';

/**
 * Who performs a command. `user`: somebody with their own rights; `app`: an API key, which acts for any user of its app and
 * stands above the roles in its app's rooms; `operator`: whoever runs the installation.
 */
export interface Actor {
  readonly appId: string;
  readonly user: Sender;
  readonly power: 'user' | 'app' | 'operator';
  readonly roles: readonly GlobalRole[];
  readonly ip: string;
  /** Room ids to which the actor's token is limited; `null`: no such limit. */
  readonly rooms: readonly string[] | null;
}

/** A user of the built-in app with nobody's rights but their own. */
export function plainActor(user: Sender, ip: string, roles: readonly GlobalRole[] = []): Actor {
  return { appId: DEFAULT_APP_ID, user, power: 'user', roles, ip, rooms: null };
}

/** The server itself: bots, start-up, the command line. */
export function systemActor(appId: string, user?: Sender): Actor {
  const face = user ?? { id: 'system', name: 'system', avatarUrl: null, kind: 'bot' };
  return { appId, user: face, power: 'operator', roles: [], ip: '', rooms: null };
}
