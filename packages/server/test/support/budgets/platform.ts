import { systemActor } from '../../../src/core/actor.ts';
import { SANDBOX } from '../../../src/server/sandbox.ts';
import { PlatformClient } from '../../clients/platform-client.ts';
import {
  type Ask,
  call,
  kept,
  key,
  message,
  newName,
  outcome,
  sending,
  server,
  shopKey,
  shopRoom,
  two,
} from './setup.ts';

export const PLATFORM = {
  messageBySocket: async () => {
    const id = newName('p');
    const asking = async (userId: string, options = {}): Promise<Ask> => {
      const client = await kept(PlatformClient.enter(server.wsUrl, userId, options));
      return sending(client);
    };
    return {
      own: await asking(id),
      other: await asking(newName('p')),
      namesake: await asking(id, { token: shopKey, roomId: shopRoom }),
    };
  },
  messageByCall: async () => {
    const id = newName('p');
    const asking =
      (sender: string, secret: string = SANDBOX.apiKey, roomId: string = SANDBOX.roomId): Ask =>
      () =>
        call(`/api/v1/rooms/${roomId}/messages`, {
          method: 'POST',
          body: { sender_id: sender, sender_name: sender, content: 'x' },
          headers: key(secret),
        });
    return {
      own: asking(id),
      other: asking(newName('p')),
      namesake: asking(id, shopKey, shopRoom),
    };
  },
  editByCall: async () => {
    const edits = async (
      appId: string,
      roomId: string,
      secret: string,
      id: string,
    ): Promise<Ask> => {
      const sender = { id, appId, name: id, avatarUrl: null, kind: 'external' } as const;
      const said = await message(roomId, appId, systemActor(appId, sender));
      return () =>
        call(`/api/v1/messages/${said.id}`, {
          method: 'PUT',
          body: { content: newName('text') },
          headers: key(secret),
        });
    };
    const id = newName('p');
    return {
      own: await edits(SANDBOX.appId, SANDBOX.roomId, SANDBOX.apiKey, id),
      other: await edits(SANDBOX.appId, SANDBOX.roomId, SANDBOX.apiKey, newName('p')),
      namesake: await edits('shop', shopRoom, shopKey, id),
    };
  },
  deletion: async () => {
    const asking = async (id: string): Promise<Ask> => {
      const client = await kept(PlatformClient.enter(server.wsUrl, id));
      const sender = {
        id,
        appId: SANDBOX.appId,
        name: id,
        avatarUrl: null,
        kind: 'external',
      } as const;
      return async () => {
        const said = await message(
          SANDBOX.roomId,
          SANDBOX.appId,
          systemActor(SANDBOX.appId, sender),
        );
        client.send('delete', { message_id: said.id });
        return outcome(
          client.frames.next(({ type }) => type === 'ack'),
          client.rejection(),
        );
      };
    };
    return { own: await asking(newName('p')), other: await asking(newName('p')) };
  },
  reaction: async () => {
    const said = await message(SANDBOX.roomId, SANDBOX.appId);
    return two(async () => {
      const client = await kept(PlatformClient.enter(server.wsUrl, newName('p')));
      return () => {
        client.send('react', { message_id: said.id, emoji: '👍' });
        return outcome(
          client.frames.next(({ type }) => type === 'ack'),
          client.rejection(),
        );
      };
    });
  },
  membership: async () => {
    const asking =
      (id: string, secret: string = SANDBOX.apiKey, roomId: string = SANDBOX.roomId): Ask =>
      () =>
        call(`/api/v1/rooms/${roomId}/join`, {
          method: 'POST',
          body: { user_id: id },
          headers: key(secret),
        });
    const id = newName('p');
    return {
      own: asking(id),
      other: asking(newName('p')),
      namesake: asking(id, shopKey, shopRoom),
    };
  },
  frame: () =>
    two(async () => {
      const client = await kept(PlatformClient.enter(server.wsUrl, newName('p')));
      return async () => {
        client.send('ping', {});
        const closed = client.closed.then(({ code, reason }) => `${code} ${reason}`);
        return Promise.race([
          client.frames
            .next(({ type }) => type === 'pong')
            .then(
              () => null,
              () => closed,
            ),
          closed,
        ]);
      };
    }),
};
