import { KoineError } from '@koine/contract';
import type { FastifyRequest } from 'fastify';
import { addressGroup } from '../../../core/address.ts';
import type { OperatorKey } from '../../../core/operator-key.ts';
import type { ProtocolCore } from '../../../core/protocol-core.ts';
import { type Credentials, readCredentials, readKey } from '../credentials.ts';

/** Who a call comes from. At least one of the two. */
export interface Principal {
  readonly isOperator: boolean;
  readonly credentials: Credentials | null;
}

export type KeyCredentials = Extract<Credentials, { kind: 'key' }>;

const BEARER = /^Bearer +(\S+) *$/i;
/** The name under which a request carries its caller; declared once for the scope. */
export const CALLER = 'platformCaller';

/**
 * Reads `X-Admin-Key`, `X-API-Key` and `Authorization: Bearer` (a key or a user token). Rejects with `unauthorized` when
 * there is none, or one that does not hold; with `rateLimited` after too many wrong operator's keys.
 */
export async function authenticate(
  request: FastifyRequest,
  core: Pick<ProtocolCore, 'apps' | 'grants'>,
  operatorKey: OperatorKey,
): Promise<Principal> {
  const { 'x-admin-key': admin, 'x-api-key': key, authorization } = request.headers;
  const isOperator = admin !== undefined;
  if (isOperator && !operatorKey.isRight(admin, addressGroup(request.ip)))
    throw new KoineError('unauthorized', {}, 'Invalid X-Admin-Key');
  const credentials = await credentialsOf(core, key, authorization);
  if (!isOperator && credentials === null)
    throw new KoineError('unauthorized', {}, 'An API key or a user token is required');
  return { isOperator, credentials };
}

async function credentialsOf(
  core: Pick<ProtocolCore, 'apps' | 'grants'>,
  key: string | string[] | undefined,
  authorization: string | undefined,
): Promise<Credentials | null> {
  if (key !== undefined) {
    const credentials = typeof key === 'string' ? await readKey(core, key) : null;
    if (credentials === null) throw new KoineError('unauthorized', {}, 'Invalid API key');
    return credentials;
  }
  if (authorization === undefined) return null;
  const [, token] = BEARER.exec(authorization) ?? [];
  const credentials = token === undefined ? null : await readCredentials(core, token);
  if (credentials === null)
    throw new KoineError('unauthorized', {}, 'Invalid API key or user token');
  return credentials;
}

export function rememberCaller(request: FastifyRequest, caller: Principal): void {
  request.setDecorator(CALLER, caller);
}

/** Whose app the call is for. An operator has none: `forbidden`. */
export function credentialsIn(request: FastifyRequest): Credentials {
  const { credentials } = request.getDecorator<Principal>(CALLER);
  if (credentials === null) throw new KoineError('forbidden', {}, 'This call needs an API key');
  return credentials;
}

/** For what only the app itself may do, and no user's token: else `forbidden`. */
export function keyIn(request: FastifyRequest): KeyCredentials {
  const credentials = credentialsIn(request);
  if (credentials.kind !== 'key')
    throw new KoineError('forbidden', {}, 'This call needs an API key');
  return credentials;
}

/** For what only the operator may do: else `forbidden`. */
export function assertOperator(request: FastifyRequest): void {
  if (!request.getDecorator<Principal>(CALLER).isOperator)
    throw new KoineError('forbidden', {}, 'This call needs the X-Admin-Key');
}
