import { KoineError } from '@koine/contract';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../admin/command.ts';
import { operator } from '../../admin/operator.ts';
import { plainActor } from '../../core/actor.ts';
import { addressGroup } from '../../core/address.ts';
import type { AuditAuthor } from '../../core/audit.ts';
import { assertOperator } from '../../core/authority.ts';
import type { Core } from '../../core/core.ts';
import type { OperatorKey } from '../../core/operator-key.ts';
import { senderOf } from '../../core/users.ts';
import { NEEDS_KEY } from '../operations.ts';

/** Who calls, and by which sign-in token; `null`: by the operator's key. */
export interface HttpPrincipal extends Principal {
  readonly token: string | null;
}

const BEARER = /^Bearer +(\S+) *$/i;

/** The words by which clients say what they are; a hint for the log, nothing rests on it. */
const WAYS = { page: 'page', commandLine: 'commandLine' } as const;

/** Lets in holders of the operator's key, and accounts of role root or admin by their sign-in token. */
export class AdminAccess {
  readonly #core: Core;
  readonly #adminKey: string;
  readonly #operatorKey: OperatorKey;

  constructor(core: Core, adminKey: string, operatorKey: OperatorKey) {
    this.#core = core;
    this.#adminKey = adminKey;
    this.#operatorKey = operatorKey;
  }

  /** Rejects with `unauthorized`, `forbidden` (an account without such a role, a page of another site), or `rateLimited` after too many wrong keys. */
  async identify({ headers, ip }: FastifyRequest): Promise<HttpPrincipal> {
    assertOwnPage(headers['sec-fetch-site']);
    const group = addressGroup(ip);
    this.#operatorKey.assertMayTry(group);
    const via = wayOf(headers['x-koine-via']);
    const key = headers['x-admin-key'];
    if (key === undefined && headers.authorization !== undefined)
      return this.#account(headers.authorization, ip, via);
    if (!this.#operatorKey.isRight(key, group)) throw new KoineError('unauthorized', {}, NEEDS_KEY);
    return { ...operator(this.#adminKey, via), token: null };
  }

  async #account(
    authorization: string,
    ip: string,
    via: AuditAuthor['via'],
  ): Promise<HttpPrincipal> {
    const [, token] = BEARER.exec(authorization) ?? [];
    const { users, grants } = this.#core;
    const holder = token === undefined ? null : await users.findByToken(token, grants.changes);
    const user = holder?.user ?? null;
    if (user === null || token === undefined) {
      this.#operatorKey.countWrong(addressGroup(ip));
      throw new KoineError('unauthorized', {}, 'Invalid or expired token');
    }
    const actor = plainActor(senderOf(user), ip, user.roles);
    assertOperator(actor, 'moderator');
    const { appId, id } = user;
    const by = { kind: 'account', appId, id, name: user.username ?? user.displayName } as const;
    return { actor, author: { via, by }, token };
  }
}

/**
 * Browsers say whether a page of another site calls. None may: with wrong keys it would lock out anyone who looks at it, from their
 * own address.
 */
function assertOwnPage(site: string | string[] | undefined): void {
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  throw new KoineError('forbidden', {}, 'Cross-site requests are not allowed');
}

function wayOf(header: string | string[] | undefined): AuditAuthor['via'] {
  if (header === WAYS.page) return WAYS.page;
  return header === WAYS.commandLine ? WAYS.commandLine : 'http';
}
