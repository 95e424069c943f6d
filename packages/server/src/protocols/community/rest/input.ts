import type { FastifyRequest } from 'fastify';
import type { CommunityContext } from '../context.ts';
import type { CallInput, Principal } from './call.ts';
import { Fields } from './fields.ts';

const FORM = /^application\/x-www-form-urlencoded\b/i;

/** A request as the calls see it. */
export function inputOf(request: FastifyRequest, context: CommunityContext): CallInput {
  const params = new Fields(request.params);
  return {
    param: (name) => params.text(name) ?? '',
    query: new Fields(request.query),
    body: new Fields(request.body),
    isForm: FORM.test(request.headers['content-type'] ?? ''),
    visit: context.accounts.visitOf(request),
    origin: originOf(request, context.origin()),
  };
}

/** Who calls; `null`: no token, or an invalid one. */
export async function findPrincipal(
  request: FastifyRequest,
  { query, visit }: CallInput,
  { accounts, core, view }: CommunityContext,
): Promise<Principal | null> {
  const token = tokenOf(request.headers.authorization, query);
  const holder = token === null ? null : await core.users.findByToken(token, core.grants.changes);
  if (holder === null || token === null) return null;
  const { user, grant } = holder;
  view.profiles.record(user);
  return { user, actor: accounts.actor(user, visit.ip), token, grant };
}

const BEARER = /^bearer +(\S+) *$/i;

function tokenOf(authorization: string | undefined, query: Fields): string | null {
  return BEARER.exec(authorization ?? '')?.[1] ?? query.text('token') ?? null;
}

/** Addresses that mean something only on the machine itself. */
const LOCAL = /^https?:\/\/(localhost|127\.|0\.0\.0\.0|\[::1?\])/;

/**
 * Where the caller reaches this server. The server's own answer, unless it knows itself by a local address only: then what the
 * request was sent to.
 */
export function originOf(
  { protocol, host }: Pick<FastifyRequest, 'protocol' | 'host'>,
  own: string,
): string {
  if (!LOCAL.test(own)) return own;
  const text = `${protocol}://${host}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && url.host !== '' && url.href === `${url.origin}/` ? url.origin : own;
}
