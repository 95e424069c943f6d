import { type CoreEvent, KoineError } from '@koine/contract';
import type { Apps } from './apps.ts';
import type { Bus, Clock } from './ports/world.ts';
import type { SignIns } from './sign-ins.ts';

/** By what somebody is let in as a user. It may end before the connection that it opened: anyone who holds one asks again. */
export type Grant = {
  /** `Grants.changes` when it was read. */
  readonly asOf: number;
  /** ms since epoch; `null`: no end in sight. */
  readonly expiresAt: number | null;
} & (
  | { readonly kind: 'key'; readonly hash: string }
  | { readonly kind: 'userToken'; readonly generation: number; readonly secretGeneration: number }
  | { readonly kind: 'signIn'; readonly hash: string }
  | { readonly kind: 'guest'; readonly generation: number }
);

export interface GrantsDeps {
  readonly apps: Pick<Apps, 'findKeyByHash' | 'secretGenerationOf'>;
  readonly signIns: Pick<SignIns, 'findByHash' | 'generationOf'>;
  readonly bus: Pick<Bus, 'subscribe'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Events that end grants or change when they end. */
const ENDS = {
  userDeleted: true,
  userSignedOut: true,
  appKeysChanged: true,
} as const satisfies Partial<Record<CoreEvent['type'], true>>;

/** Says whether what somebody came with still holds. */
export class Grants {
  readonly #deps: GrantsDeps;
  #changes = 0;

  constructor(deps: GrantsDeps) {
    this.#deps = deps;
    deps.bus.subscribe(({ type }) => {
      if (type in ENDS) this.#changes++;
    });
  }

  /** Rises whenever some grant may have ended: anyone who read one before that reads it again. */
  get changes(): number {
    return this.#changes;
  }

  /** As `ask`, at the end of a wait: at once where none has ended meanwhile. */
  async confirm(appId: string, userId: string, grant: Grant): Promise<void> {
    if (grant.asOf !== this.#changes) await this.ask(appId, userId, grant);
  }

  /** When it ends now (ms since epoch; `null`: no end in sight). Rejects with `unauthorized`. */
  async ask(appId: string, userId: string, grant: Grant): Promise<number | null> {
    const end = await this.#endOf(appId, userId, grant);
    if (end === undefined || (end !== null && end <= this.#deps.clock.now()))
      throw new KoineError('unauthorized');
    return end;
  }

  /** `undefined`: it holds no longer. */
  async #endOf(appId: string, userId: string, grant: Grant): Promise<number | null | undefined> {
    const { apps, signIns } = this.#deps;
    switch (grant.kind) {
      case 'key':
        return (await apps.findKeyByHash(grant.hash))?.expiresAt;
      case 'signIn':
        return (await signIns.findByHash(grant.hash)) === null ? undefined : grant.expiresAt;
      case 'guest':
        return (await signIns.generationOf(appId, userId)) === grant.generation
          ? grant.expiresAt
          : undefined;
      case 'userToken': {
        const [generation, secretGeneration] = await Promise.all([
          signIns.generationOf(appId, userId),
          apps.secretGenerationOf(appId),
        ]);
        const holds =
          generation === grant.generation && secretGeneration === grant.secretGeneration;
        return holds ? grant.expiresAt : undefined;
      }
    }
  }
}
