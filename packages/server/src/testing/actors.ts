import { NO_APP_ID, type Room } from '@koine/contract';
import { type Actor, systemActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';

/** The operator, of no app. */
export const OPERATOR: Actor = systemActor(NO_APP_ID);

/** The direct room of two users of an app. */
export function directRoom(core: Core, appId: string, id: string, other: string): Promise<Room> {
  const user = { id, appId, name: id, avatarUrl: null, kind: 'external' } as const;
  return core.rooms.startConversation(systemActor(appId, user), other);
}
