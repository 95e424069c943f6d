import type { FrameClient } from '../../../testing/frame-client.ts';
import { nextOf, type PlatformServer } from './platform-server.ts';

/** Two people in a room of their own, who have nothing to read yet. Both leave at the end of the scope. */
export interface Pair extends AsyncDisposable {
  readonly room: string;
  readonly john: FrameClient;
  readonly jane: FrameClient;
}

export async function meet(platform: PlatformServer): Promise<Pair> {
  const room = await platform.makeRoom();
  const john = await platform.enter('user_123', room);
  const jane = await platform.enter('user_789', room);
  await nextOf(john, 'user_joined');
  return {
    room,
    john,
    jane,
    async [Symbol.asyncDispose]() {
      await john[Symbol.asyncDispose]();
      await jane[Symbol.asyncDispose]();
    },
  };
}

/** Sends a message and waits for its acknowledgement; its id. */
export async function sendText(client: FrameClient, content: string): Promise<string> {
  client.send({ type: 'message', data: { content } });
  return (await nextOf(client, 'ack')).data.id;
}
