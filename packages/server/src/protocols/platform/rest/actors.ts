import { KoineError, NO_APP_ID, type Sender } from '@koine/contract';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../core/actor.ts';
import { parseUserId } from '../../../core/ids.ts';
import type { ProtocolCore } from '../../../core/protocol-core.ts';
import { senderOf } from '../admission.ts';
import { actorBy, type Credentials } from '../credentials.ts';
import { ownRoomId } from '../room-id.ts';
import { credentialsIn, keyIn } from './authenticate.ts';

/** Who performs a call that names no user: the app itself, above its rooms' roles, or the token's user. */
export function actorOf(request: FastifyRequest): Actor {
  const credentials = credentialsIn(request);
  return actor(request, credentials, ownSender(credentials));
}

/** As `actorOf`, and the room of this app that the path names. Rejects as `ownRoomId`. */
export async function inRoom(
  core: ProtocolCore,
  request: FastifyRequest,
  { room_id: text }: { readonly room_id: string },
): Promise<{ readonly actor: Actor; readonly roomId: string }> {
  const actor = actorOf(request);
  return { actor, roomId: await ownRoomId(core, actor.appId, text) };
}

/** The app itself, for a call that no token may make. Throws as `keyIn`. */
export function keyActor(request: FastifyRequest): Actor {
  keyIn(request);
  return actorOf(request);
}

/** As `actorOf`, but what an app does is put down to the user it names. Nothing is known of them but the id. */
export function actorOnBehalf(request: FastifyRequest, userId: string | undefined): Actor {
  const credentials = credentialsIn(request);
  if (userId === undefined) return actor(request, credentials, ownSender(credentials));
  assertMayBe(credentials, userId);
  const id = parseUserId(userId, 'user_id');
  if (credentials.kind === 'token') return actor(request, credentials, ownSender(credentials));
  const { appId } = credentials;
  return actor(request, credentials, { id, appId, name: id, avatarUrl: null, kind: 'external' });
}

/** The user that a call names, and how it names them. */
export interface NamedUser {
  readonly id: string | undefined;
  readonly name: string | null;
  /** What the call calls the id. */
  readonly field: string;
  /** What the call calls the name. */
  readonly nameField: string;
}

/**
 * Who performs a call that names a user: an app may name any, a token only its own. Rejects with `invalidInput` when a key
 * names none, `forbidden` when a token names another.
 */
export async function namedActor(
  core: ProtocolCore,
  request: FastifyRequest,
  named: NamedUser,
): Promise<Actor> {
  const credentials = credentialsIn(request);
  const id = userIdOf(credentials, named);
  return actor(request, credentials, await senderOf(core, credentials, id, named));
}

/** As `namedActor`, with that user's rights and no more: what they do by themselves, as joining and leaving. */
export async function userActor(
  core: ProtocolCore,
  request: FastifyRequest,
  named: NamedUser,
): Promise<Actor> {
  return { ...(await namedActor(core, request, named)), power: 'user' };
}

function userIdOf(credentials: Credentials, { id, field }: NamedUser): string {
  if (id !== undefined) assertMayBe(credentials, id);
  if (credentials.kind === 'token') return credentials.userId;
  if (id === undefined) throw new KoineError('invalidInput', { field }, `${field} is required`);
  return parseUserId(id, field);
}

/** Throws `forbidden` when a token's user would act as, or look at, another. */
export function assertMayBe(credentials: Credentials, userId: string): void {
  if (credentials.kind === 'token' && credentials.userId !== userId)
    throw new KoineError('forbidden', {}, 'A user token acts for its own user only');
}

function actor(request: FastifyRequest, credentials: Credentials, user: Sender): Actor {
  return actorBy(credentials, user, credentials.kind === 'key' ? 'app' : 'user', request.ip);
}

/** The key is no user: one that is called `app` is somebody else. */
function ownSender(credentials: Credentials): Sender {
  if (credentials.kind === 'key')
    return { id: 'app', appId: NO_APP_ID, name: credentials.appName, avatarUrl: null, kind: 'bot' };
  const { userId: id, appId, userName } = credentials;
  return { id, appId, name: userName ?? id, avatarUrl: null, kind: 'external' };
}
