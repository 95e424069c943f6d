import { randomBytes } from 'node:crypto';
import type { Stores } from '../../core/ports/stores.ts';
import type { ListQueries } from '../queries/lists.ts';
import { createAppStore } from './apps.ts';
import { createAuthorStore } from './authors.ts';
import type { Engine } from './engine.ts';
import { createMemberStore } from './members.ts';
import { createMessageStore } from './messages.ts';
import { createNotificationStore } from './notifications.ts';
import { createOperatingStores } from './operating.ts';
import { createRoomStore } from './rooms.ts';
import { createSanctionStore } from './sanctions.ts';
import { createTokenStore, createUserStore } from './users.ts';

/** How an engine ends: `finishWrites` as the port has it, `close` commits what is pending. */
interface Ending {
  finishWrites(): Promise<void>;
  close(): Promise<void>;
  /** The sizes of the database and of the log beside it. */
  bytes(): Promise<{ readonly databaseBytes: number; readonly walBytes: number }>;
}

/** The core's port over any engine. */
export function createStores(
  engine: Engine,
  lists: ListQueries,
  ending: Ending,
  epoch: string,
): Stores {
  let current = epoch;
  const listeners: (() => void)[] = [];
  return {
    epoch: {
      get current() {
        return current;
      },
      begin() {
        const next = randomBytes(8).toString('hex');
        return engine.write('beginEpoch', { epoch: next }, () => {
          current = next;
          for (const listener of listeners) listener();
        });
      },
      onBegun: (listener) => void listeners.push(listener),
    },
    messages: createMessageStore(engine),
    authors: createAuthorStore(engine),
    rooms: createRoomStore(engine, lists),
    members: createMemberStore(engine, lists),
    users: createUserStore(engine, lists),
    tokens: createTokenStore(engine),
    sanctions: createSanctionStore(engine),
    notifications: createNotificationStore(engine, lists),
    apps: createAppStore(engine, lists),
    ...createOperatingStores(engine, lists, ending),
    async ping() {
      const startedAt = performance.now();
      await engine.write('writeHealthProbe', {}, () => undefined);
      await engine.read('readHealthProbe', {});
      return performance.now() - startedAt;
    },
    finishWrites: () => ending.finishWrites(),
    [Symbol.asyncDispose]: () => ending.close(),
  };
}
