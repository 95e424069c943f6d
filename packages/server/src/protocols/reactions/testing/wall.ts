import { createHmac } from 'node:crypto';
import { DEFAULT_APP_ID } from '@koine/contract';
import { plainActor, systemActor } from '../../../core/actor.ts';
import { FrameClient } from '../../../testing/frame-client.ts';
import { sendText as sendTextTo } from '../../../testing/messages.ts';
import type { TestServer } from '../../../testing/test-server.ts';

/** The server itself. */
export const system = systemActor(DEFAULT_APP_ID);
/** Somebody of another protocol. */
export const una = plainActor(
  { id: 'u1', appId: 'default', name: 'Una', avatarUrl: null, kind: 'registered' },
  '192.0.2.1',
);
export const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** Connects; `ip` needs `trustProxy`. */
export function visit(server: TestServer, query = '', ip?: string): Promise<FrameClient> {
  const headers = ip === undefined ? {} : { 'X-Forwarded-For': ip };
  return FrameClient.open(`${server.wsUrl}/ws${query}`, headers);
}

export function message(text: string, more: object = {}) {
  return { type: 'send_message', data: { text, ...more } };
}

export function reaction(messageId: string, emoji: string) {
  return { type: 'add_reaction', data: { message_id: messageId, emoji } };
}

/** A message on the wall by another protocol. */
export async function sendText({ core }: TestServer, content: string) {
  return sendTextTo(core, una, (await core.rooms.findPublic('wall')).id, content);
}

/** The user id that the page defines for an address. */
export function userIdOf(server: TestServer, address: string): string {
  const hmac = createHmac('sha256', server.config.secret).update(address).digest('hex');
  return `user_${hmac.slice(0, 12)}`;
}
