import { KoineError } from '@koine/contract';
import type { FastifyRequest } from 'fastify';
import type { AdminLevel } from '../../admin/command.ts';
import { operator } from '../../admin/operator.ts';
import { type AddressGroup, addressGroup } from '../../core/address.ts';
import type { AuditAuthor } from '../../core/audit.ts';
import type { Core } from '../../core/core.ts';
import type { OperatorKey } from '../../core/operator-key.ts';
import { NEEDS_KEY } from '../operations.ts';

/** Who calls. */
export interface AdminCaller {
  readonly author: AuditAuthor;
  /** `rule`: everything; `moderate`: what an account of role `admin` may. */
  readonly level: 'moderate' | 'rule';
  /** The sign-in token; `null`: came with the operator's key. */
  readonly token: string | null;
}

const BEARER = /^Bearer +(\S+) *$/i;

/** The words by which clients say what they are; a hint for the log, nothing rests on it. */
const WAYS = { page: 'page', commandLine: 'commandLine' } as const;

/** Lets in whoever holds the operator's key, and accounts of role root or admin by their sign-in token. */
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
  async identify({ headers, ip }: FastifyRequest): Promise<AdminCaller> {
    assertOwnPage(headers['sec-fetch-site']);
    const group = addressGroup(ip);
    this.#operatorKey.assertMayTry(group);
    const via = wayOf(headers['x-koine-via']);
    const key = headers['x-admin-key'];
    if (key === undefined && headers.authorization !== undefined)
      return this.#account(headers.authorization, group, via);
    if (!this.#operatorKey.isRight(key, group)) throw new KoineError('unauthorized', {}, NEEDS_KEY);
    return { author: operator(this.#adminKey, via), level: 'rule', token: null };
  }

  async #account(
    authorization: string,
    group: AddressGroup,
    via: AuditAuthor['via'],
  ): Promise<AdminCaller> {
    const [, token] = BEARER.exec(authorization) ?? [];
    const { users, grants } = this.#core;
    const holder = token === undefined ? null : await users.findByToken(token, grants.changes);
    const user = holder?.user ?? null;
    if (user === null || token === undefined) {
      this.#operatorKey.countWrong(group);
      throw new KoineError('unauthorized', {}, 'Invalid or expired token');
    }
    const isRoot = user.roles.includes('root');
    if (!isRoot && !user.roles.includes('admin'))
      throw new KoineError('forbidden', {}, 'This needs an account of role root or admin');
    const { appId, id } = user;
    const by = { kind: 'account', appId, id, name: user.username ?? user.displayName } as const;
    return { author: { via, by }, level: isRoot ? 'rule' : 'moderate', token };
  }
}

/** Throws `forbidden` where the caller's role is not enough. */
export function assertMay(caller: Pick<AdminCaller, 'level'>, level: AdminLevel): void {
  if (level === 'rule' && caller.level !== 'rule')
    throw new KoineError(
      'forbidden',
      {},
      'This needs the operator’s key, or an account of role root',
    );
}

/**
 * Browsers say whether a page of another site calls. None may: with wrong keys it would lock out whoever looks at it, from their
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
