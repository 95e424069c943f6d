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

export type Moderation = ReturnType<typeof createModeration>;

/** Commands of owners and moderators, by REST. `room`: the uid of the present room. */
export function createModeration(rest: Rest, persons: PersonCache, room: () => string) {
  const path = () => `/rooms/${encodeURIComponent(room())}`;
  return {
    /** `duration` like `1d`, `2h 30m`. */
    banUser(user: string, duration: string, reason: string): Promise<Result> {
      return rest.run('POST', '/bans', { user, room: room(), duration, reason });
    },
    /** Deletes a user's messages in the room; returns how many. */
    async cleanUp({ by, last, duration, reason }: CleanUp): Promise<Result<number>> {
      const body = { ...by, last, ...(duration !== '' && { ban: duration }), reason };
      const result = await rest.call<{ readonly deleted: number }>(
        'POST',
        `${path()}/cleanup`,
        body,
      );
      return result.ok ? ok(result.value.deleted) : result;
    },
    unbanUser(user: string): Promise<Result> {
      return rest.run('POST', '/unban', { user, room: room() });
    },
    async bans(): Promise<Result<readonly BanEntry[]>> {
      const result = await rest.call<{ readonly bans: readonly WireBan[] }>(
        'GET',
        `/bans?room=${encodeURIComponent(room())}`,
      );
      if (!result.ok) return result;
      return ok(
        result.value.bans.map(({ user, until, reason }) => ({
          person: persons.record(user).peek(),
          until,
          reason,
        })),
      );
    },
    setModerator(uid: string, isModerator: boolean): Promise<Result> {
      const at = `/users/${encodeURIComponent(uid)}/${isModerator ? 'mod' : 'unmod'}`;
      return rest.run('POST', at, { room: room() });
    },
    setSlowMode(seconds: number): Promise<Result> {
      return rest.run('PATCH', path(), { slow_mode: seconds });
    },
    changeRoom(patch: { readonly name?: string; readonly description?: string }): Promise<Result> {
      return rest.run('PATCH', path(), patch);
    },
    purge(): Promise<Result> {
      return rest.run('DELETE', `${path()}/messages`);
    },
  };
}
