import type { People } from './people.ts';
import type { Rest } from './rest.ts';
import { ok } from './results.ts';
import type { BanEntry, CleanUp, Result } from './types.ts';
import type { WireUser } from './wire.ts';

interface WireBan {
  readonly user: WireUser;
  readonly until: number | null;
  readonly reason: string;
  readonly by: string | null;
  readonly created: number;
}

/** What owners and moderators do, by REST. */
export class Moderation {
  readonly #rest: Rest;
  readonly #people: People;
  readonly #room: () => string;

  /** `room`: the uid of the room that it is about. */
  constructor(rest: Rest, people: People, room: () => string) {
    this.#rest = rest;
    this.#people = people;
    this.#room = room;
  }

  banUser(user: string, duration: string, reason: string): Promise<Result> {
    return this.#rest.done('POST', '/bans', { user, room: this.#room(), duration, reason });
  }

  async cleanUp({ by, last, duration, reason }: CleanUp): Promise<Result<number>> {
    const path = `${this.#path()}/cleanup`;
    const body = { ...by, last, ...(duration !== '' && { ban: duration }), reason };
    const answer = await this.#rest.call<{ readonly deleted: number }>('POST', path, body);
    return answer.ok ? ok(answer.value.deleted) : answer;
  }

  unbanUser(user: string): Promise<Result> {
    return this.#rest.done('POST', '/unban', { user, room: this.#room() });
  }

  async bans(): Promise<Result<readonly BanEntry[]>> {
    const path = `/bans?room=${encodeURIComponent(this.#room())}`;
    const answer = await this.#rest.call<{ readonly bans: readonly WireBan[] }>('GET', path);
    if (!answer.ok) return answer;
    return ok(
      answer.value.bans.map(({ user, until, reason, by, created }) => ({
        person: this.#people.note(user).peek(),
        ...{ until, reason, by, createdAt: created },
      })),
    );
  }

  setModerator(uid: string, isModerator: boolean): Promise<Result> {
    const path = `/users/${encodeURIComponent(uid)}/${isModerator ? 'mod' : 'unmod'}`;
    return this.#rest.done('POST', path, { room: this.#room() });
  }

  changeRoom(patch: object): Promise<Result> {
    return this.#rest.done('PATCH', this.#path(), patch);
  }

  purge(): Promise<Result> {
    return this.#rest.done('DELETE', `${this.#path()}/messages`);
  }

  #path(): string {
    return `/rooms/${encodeURIComponent(this.#room())}`;
  }
}
