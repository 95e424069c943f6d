import type { FastifyRequest } from 'fastify';
import type { CommunityContext } from '../context.ts';
import { notSignedIn } from '../words.ts';
import type { Caller, CallInput } from './call.ts';
import { Fields } from './fields.ts';

/** A request as the calls see it. */
export function inputOf(request: FastifyRequest, context: CommunityContext): CallInput {
  const params = new Fields(request.params);
  const query = new Fields(request.query);
  const visit = context.accounts.visitOf(request);
  const token = tokenOf(request.headers.authorization, query);
  const findCaller = async (): Promise<Caller | null> => {
    const { users, grants } = context.core;
    const holder = token === null ? null : await users.findByToken(token, grants.changes);
    if (holder === null || token === null) return null;
    const { user, grant } = holder;
    context.view.people.note(user);
    return { user, actor: context.accounts.actor(user, visit.ip), token, grant };
  };
  return {
    param: (name) => params.text(name) ?? '',
    query,
    body: new Fields(request.body),
    visit,
    origin: originOf(request, context.origin()),
    findCaller,
    async needCaller() {
      const caller = await findCaller();
      if (caller === null) throw notSignedIn();
      return caller;
    },
  };
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
