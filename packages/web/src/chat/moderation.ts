import type { PersonCache } from './person-cache.ts';
import type { Rest } from './rest.ts';
import { ok } from './results.ts';
import type { BanEntry, CleanUp, Result } from './types.ts';
import type { WireUser } from './wire.ts';

interface WireBan {
  readonly user: WireUser;
  readonly until: number | null;
  readonly reason: string;
}

/** Commands of owners and moderators, by REST. */
export class Moderation {
  readonly #rest: Rest;
  readonly #persons: PersonCache;
  readonly #room: () => string;

  /** `room`: the uid of the present room. */
  constructor(rest: Rest, persons: PersonCache, room: () => string) {
    this.#rest = rest;
    this.#persons = persons;
    this.#room = room;
  }

  /** `duration` like `1d`, `2h 30m`. */
  banUser(user: string, duration: string, reason: string): Promise<Result> {
    return this.#rest.run('POST', '/bans', { user, room: this.#room(), duration, reason });
  }

  /** Deletes a user's messages in the room; returns how many. */
  async cleanUp({ by, last, duration, reason }: CleanUp): Promise<Result<number>> {
    const path = `${this.#path()}/cleanup`;
    const body = { ...by, last, ...(duration !== '' && { ban: duration }), reason };
    const result = await this.#rest.call<{ readonly deleted: number }>('POST', path, body);
    return result.ok ? ok(result.value.deleted) : result;
  }

  unbanUser(user: string): Promise<Result> {
    return this.#rest.run('POST', '/unban', { user, room: this.#room() });
  }

  async bans(): Promise<Result<readonly BanEntry[]>> {
    const path = `/bans?room=${encodeURIComponent(this.#room())}`;
    const result = await this.#rest.call<{ readonly bans: readonly WireBan[] }>('GET', path);
    if (!result.ok) return result;
    return ok(
      result.value.bans.map(({ user, until, reason }) => ({
        person: this.#persons.record(user).peek(),
        until,
        reason,
      })),
    );
  }

  setModerator(uid: string, isModerator: boolean): Promise<Result> {
    const path = `/users/${encodeURIComponent(uid)}/${isModerator ? 'mod' : 'unmod'}`;
    return this.#rest.run('POST', path, { room: this.#room() });
  }

  setSlowMode(seconds: number): Promise<Result> {
    return this.#rest.run('PATCH', this.#path(), { slow_mode: seconds });
  }

  changeRoom(patch: { readonly name?: string; readonly description?: string }): Promise<Result> {
    return this.#rest.run('PATCH', this.#path(), patch);
  }

  purge(): Promise<Result> {
    return this.#rest.run('DELETE', `${this.#path()}/messages`);
  }

  #path(): string {
    return `/rooms/${encodeURIComponent(this.#room())}`;
  }
}
