import { DEFAULT_APP_ID } from '@koine/contract';
import { systemActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { roomDraft } from '../core/rooms.ts';

/** What the documents' example programs use; only a sandbox has it. */
export const SANDBOX = {
  appId: 'sandbox',
  apiKey: 'sk_test_1234567890abcdef',
  roomId: '550e8400-e29b-41d4-a716-446655440001',
  communityRoomUid: 'XPeDGLvd6D',
  users: [
    { id: 'user_123', displayName: 'John Doe' },
    { id: 'user_456', displayName: 'Maria Garcia' },
    { id: 'user_789', displayName: 'Jane Smith' },
    { id: 'demo_user', displayName: 'Demo User' },
  ],
} as const;

/** Makes the demo app with its key, room and users, and the community document's room, unless they are there already. */
export async function seedSandbox(core: Core): Promise<void> {
  const operator = systemActor(SANDBOX.appId);
  if ((await core.apps.find(operator)) === null) {
    await core.apps.create(operator, 'Sandbox', SANDBOX.appId, SANDBOX.apiKey);
  }
  for (const user of SANDBOX.users) {
    await core.users.create(operator, { ...user, avatarUrl: null, meta: {} }, 'keep');
  }
  const members = SANDBOX.users.map((user) => ({
    userId: user.id,
    userName: user.displayName,
    role: 'member' as const,
  }));
  await core.rooms.ensure(operator, {
    ...roomDraft('General', { bridged: true, members }),
    id: SANDBOX.roomId,
    uid: 'general',
    description: 'The room of the platform document’s examples',
  });
  const description = 'The room of the community document’s example';
  await core.rooms.ensure(systemActor(DEFAULT_APP_ID), {
    ...roomDraft('Playground', { description }),
    uid: SANDBOX.communityRoomUid,
  });
}
