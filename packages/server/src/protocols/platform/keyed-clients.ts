import type { Apps } from '../../core/apps.ts';

/** A connection that an API key has opened. */
interface KeyedClient {
  /** `null`: no end in sight. What has passed closes it. */
  holdsUntil(expiresAt: number | null): void;
}

/** Who is connected by an API key, so that a key which ends takes its connections along. */
export class KeyedClients {
  readonly #apps: Pick<Apps, 'findKeyByHash' | 'keyChanges'>;
  readonly #onFault: (error: unknown) => void;
  /** By the key's hash. */
  readonly #keys = new Map<
    string,
    { readonly appId: string; readonly clients: Set<KeyedClient> }
  >();

  constructor(apps: Pick<Apps, 'findKeyByHash' | 'keyChanges'>, onFault: (error: unknown) => void) {
    this.#apps = apps;
    this.#onFault = onFault;
  }

  /** `keyChanges`: how many changes of keys there had been when this one was read. */
  add(client: KeyedClient, appId: string, hash: string, keyChanges: number): void {
    const known = this.#keys.get(hash);
    if (known === undefined) this.#keys.set(hash, { appId, clients: new Set([client]) });
    else known.clients.add(client);
    // It may have ended between the look at it and now.
    if (keyChanges !== this.#apps.keyChanges) this.#recheckKey(hash).catch(this.#onFault);
  }

  remove(client: KeyedClient, hash: string): void {
    const known = this.#keys.get(hash);
    if (known?.clients.delete(client) === true && known.clients.size === 0) this.#keys.delete(hash);
  }

  /** Keys of the app have changed: whoever came with one that has ended goes. */
  recheck(appId: string): void {
    for (const [hash, known] of this.#keys)
      if (known.appId === appId) this.#recheckKey(hash).catch(this.#onFault);
  }

  async #recheckKey(hash: string): Promise<void> {
    const key = await this.#apps.findKeyByHash(hash);
    const expiresAt = key === null ? 0 : key.expiresAt;
    for (const client of [...(this.#keys.get(hash)?.clients ?? [])]) client.holdsUntil(expiresAt);
  }
}
