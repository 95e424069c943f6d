import { KoineError, type Sanction } from '@koine/contract';
import { operatorIn } from '../../core/authority.ts';
import { shownTarget, userUnder } from '../../core/sanctions.ts';
import type { AdminRun } from '../command.ts';
import { shapeOfSanction } from './shapes.ts';

/** What ids are called now. */
export interface Names {
  /** `null`: no such room, or none that has a name. */
  room(id: string | null): Promise<string | null>;
  /** Of a `user:<id>`, as an account signs in or as it is shown; `null`: an address, or a user who is not stored. */
  target(appId: string, target: string | null): Promise<string | null>;
}

/** For the rows of one answer: each is asked for once. */
export function namesIn({ core, actor }: Pick<AdminRun, 'core' | 'actor'>): Names {
  const known = new Map<string, Promise<string | null>>();
  const once = (key: string, find: () => Promise<string>) => {
    const found = known.get(key) ?? find().catch(nullIfMissing);
    known.set(key, found);
    return found;
  };
  return {
    async room(id) {
      if (id === null) return null;
      return once(`room ${id}`, async () => {
        const { name, uid, pair } = await core.admin.findRoom(actor, id);
        return (
          pair?.map((id) => id ?? 'a deleted user').join(' and ') ?? (name === '' ? uid : name)
        );
      });
    },
    async target(appId, target) {
      if (target === null || !target.startsWith('user:')) return null;
      return once(`${appId} ${target}`, async () => {
        const operator = operatorIn(appId, actor, 'read');
        const { username, displayName } = await core.users.get(operator, target.slice(5));
        return username ?? displayName;
      });
    },
  };
}

/** With the names of whom and where. */
export async function sanctionIn(names: Names, sanction: Sanction) {
  return {
    ...shapeOfSanction(sanction),
    roomName: await names.room(sanction.roomId),
    targetName: await names.target(
      userUnder(sanction)?.appId ?? sanction.appId,
      shownTarget(sanction),
    ),
  };
}

export function sanctionsIn(run: Pick<AdminRun, 'core' | 'actor'>, sanctions: readonly Sanction[]) {
  const names = namesIn(run);
  return Promise.all(sanctions.map((sanction) => sanctionIn(names, sanction)));
}

function nullIfMissing(error: unknown): null {
  if (error instanceof KoineError && error.status === 404) return null;
  throw error;
}
