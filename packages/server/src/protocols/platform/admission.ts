import { KoineError, type Sender } from '@koine/contract';
import { type Actor, systemActor } from '../../core/actor.ts';
import type { Grant } from '../../core/grants.ts';
import { parseUserId } from '../../core/ids.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import { parseName } from '../../core/text.ts';
import type { Handshake } from '../../hub/protocol.ts';
import { actorBy, type Credentials, readCredentials } from './credentials.ts';

const PATH = /^\/ws\/([^/]+)\/?$/;

/** `/ws/{room_id}`, whatever the one segment holds. */
export function isPlatformPath(path: string): boolean {
  return PATH.test(path);
}

/** What the path names as its room. */
export function roomIn(path: string): string {
  const [, segment = ''] = PATH.exec(path) ?? [];
  return segment;
}

/** Who has come, and by what. */
export interface Admitted {
  readonly actor: Actor;
  readonly grant: Grant;
}

/**
 * Reads `token`, `user_id` and `user_name`. Rejects with `unauthorized`, `forbidden` (another user's token) or `invalidInput`.
 * On a connection an API key stands for the user it names and has that user's rights, no more.
 */
export async function admit(core: ProtocolCore, { query, ip }: Handshake): Promise<Admitted> {
  const credentials = await readCredentials(core, query.get('token') ?? '');
  if (credentials === null) throw new KoineError('unauthorized');
  const user = await userOf(core, credentials, query);
  return { actor: actorBy(credentials, user, 'user', ip), grant: credentials.grant };
}

async function userOf(
  core: ProtocolCore,
  credentials: Credentials,
  query: URLSearchParams,
): Promise<Sender> {
  const asked = query.get('user_id') ?? '';
  const own = credentials.kind === 'token' ? credentials.userId : null;
  if (own !== null && asked !== '' && asked !== own) throw new KoineError('forbidden');
  if (own === null && asked === '')
    return {
      id: `anon_${core.ids.uid()}`,
      appId: credentials.appId,
      name: 'Anonymous',
      avatarUrl: null,
      kind: 'anonymous',
    };
  const id = own ?? parseUserId(asked, 'user_id');
  return senderOf(core, credentials, id, { name: query.get('user_name'), nameField: 'user_name' });
}

/**
 * A named user as others see them: called as their token says, else as they ask, else as they are registered, else by their id.
 */
export async function senderOf(
  core: ProtocolCore,
  credentials: Credentials,
  id: string,
  asked: { readonly name: string | null; readonly nameField: string },
): Promise<Sender> {
  const claimed = credentials.kind === 'token' ? credentials.userName : null;
  const chosen = claimed ?? (asked.name === '' ? null : asked.name);
  const { nameCharsMax } = core.limits;
  const name = chosen === null ? null : parseName(chosen, asked.nameField, nameCharsMax);
  const registered = await core.users.find(systemActor(credentials.appId), id);
  return {
    id,
    appId: credentials.appId,
    name: name ?? registered?.displayName ?? id,
    avatarUrl: registered?.avatarUrl ?? null,
    kind: 'external',
  };
}
