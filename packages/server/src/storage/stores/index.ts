import type { Stores } from '../../core/ports/stores.ts';
import type { ListQueries } from '../queries/lists.ts';
import { createAppStore } from './apps.ts';
import type { Engine } from './engine.ts';
import { createMemberStore } from './members.ts';
import { createMessageStore } from './messages.ts';
import { createNotificationStore } from './notifications.ts';
import { createRoomStore } from './rooms.ts';
import { createSanctionStore } from './sanctions.ts';
import { createTokenStore, createUserStore } from './users.ts';

/** The core's port over any engine. `close` commits what is pending. */
export function createStores(
  engine: Engine,
  lists: ListQueries,
  close: () => Promise<void>,
): Stores {
  return {
    messages: createMessageStore(engine),
    rooms: createRoomStore(engine, lists),
    members: createMemberStore(engine, lists),
    users: createUserStore(engine, lists),
    tokens: createTokenStore(engine),
    sanctions: createSanctionStore(engine),
    notifications: createNotificationStore(engine, lists),
    apps: createAppStore(engine),
    async ping() {
      const startedAt = performance.now();
      await engine.write('beat', {}, () => undefined);
      await engine.read('listen', {});
      return performance.now() - startedAt;
    },
    [Symbol.asyncDispose]: close,
  };
}
