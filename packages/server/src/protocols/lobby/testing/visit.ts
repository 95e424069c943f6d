import type { Room } from '@koine/contract';
import { expect } from 'vitest';
import { FrameClient } from '../../../testing/frame-client.ts';
import type { TestServer } from '../../../testing/test-server.ts';

export function visit(server: TestServer, clientId: string, query = ''): Promise<FrameClient> {
  return FrameClient.open(`${server.wsUrl}/ws/chat/${encodeURIComponent(clientId)}${query}`);
}

/** Past the welcome. */
export async function enter(
  server: TestServer,
  clientId: string,
  query = '',
): Promise<FrameClient> {
  const client = await visit(server, clientId, query);
  expect(await client.next()).toMatchObject({ type: 'system' });
  return client;
}

export function lobbyOf(server: TestServer): Promise<Room> {
  return server.core.rooms.findPublic('lobby');
}
