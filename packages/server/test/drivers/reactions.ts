import { expect } from 'vitest';
import { ReactionsClient, type WallFrame } from '../clients/reactions-client.ts';
import { bridgedRoom, type Driver, followerOf, type Reading } from './driver.ts';

export const EMOJI = ['👍', '🎉', '❤️', '👨‍👩‍👧'];

export const reactions: Driver = {
  rooms: [bridgedRoom],
  async open({ wsUrl }, { room }, since) {
    const options = { room: room.uid, ...(since !== null && { since }) };
    const client = await ReactionsClient.open(wsUrl, options);
    return followerOf(client, client.frames, read);
  },
  greeting: 'resumed',
  enter: ({ wsUrl }, { room }, name) => ReactionsClient.enter(wsUrl, { name, room: room.uid }),
  // A known message that has changed comes again.
  missed: [
    ['message', 4],
    ['message', 6],
    ['message', 7],
    ['message', 8],
  ],
  invalidSince: ['-1', '1.5', 'x', ''],
  async rejection({ wsUrl }, { room }, since = 0) {
    await using client = await ReactionsClient.open(wsUrl, { room: room.uid, since: `${since}` });
    const words = await client.rejection();
    expect(await client.closed).toEqual({ code: 1008, reason: words });
    expect(client.frames.unread).toEqual([]);
    return words;
  },
  ban: { target: () => 'ip:127.0.0.1', words: /^You are banned$/ },
  crew({ wsUrl }, { room }) {
    const opened = ReactionsClient.enter(wsUrl, { name: 'Rita', room: room.uid });
    return {
      connected: 1,
      async run({ target, pick }) {
        (await opened).react(target?.id ?? '', EMOJI[pick % EMOJI.length] ?? '');
      },
      async [Symbol.asyncDispose]() {
        await (await opened)[Symbol.asyncDispose]();
      },
    };
  },
  anew: null,
  stored: async (_server, _room, fresh) => fresh,
  afterAbsence() {},
  text: 'text',
  shows: { edits: false, deletions: false },
};

function read(frame: WallFrame): Reading {
  switch (frame.type) {
    case 'message':
      return ['message', ({ messages }) => messages.set(frame.data.id, frame.data)];
    case 'reaction_updated': {
      const { message } = frame.data;
      return ['revision', ({ messages }) => messages.set(message.id, message)];
    }
    case 'error':
      return ['other'];
    default:
      return [frame.type];
  }
}
