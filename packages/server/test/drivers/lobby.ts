import { expect } from 'vitest';
import { LobbyClient, type LobbyFrame } from '../clients/lobby-client.ts';
import { bridgedRoom, type Driver, followerOf, type Reading } from './driver.ts';

export const lobby: Driver = {
  rooms: [bridgedRoom],
  async open({ wsUrl }, { room }, since, name) {
    const options = { room: room.uid, ...(since !== null && { since }) };
    const client = await LobbyClient.open(wsUrl, name, options);
    return followerOf(client, client.frames, read);
  },
  greeting: 'welcome',
  enter: ({ wsUrl }, { room }, name) => LobbyClient.enter(wsUrl, name, { room: room.uid }),
  missed: [['message', 6]],
  invalidSince: ['-1', '1.5', 'x', ''],
  async rejection({ wsUrl }, { room }, since = 0) {
    await using client = await LobbyClient.open(wsUrl, 'banned', {
      room: room.uid,
      since: `${since}`,
    });
    const words = await client.rejection();
    expect(await client.closed).toEqual({ code: 1008, reason: words });
    expect(client.frames.unread).toEqual([]);
    return words;
  },
  ban: { target: () => 'ip:127.0.0.1', words: /^You are banned$/ },
  /** It has no command but to send. */
  crew: () => ({ connected: 0, run: async () => {}, [Symbol.asyncDispose]: async () => {} }),
  anew: '0',
  stored: async (_server, _room, fresh) => fresh,
  afterAbsence() {},
  text: 'message',
  shows: { edits: false, deletions: false },
};

function read(frame: LobbyFrame): Reading {
  switch (frame.type) {
    case 'system':
      return [
        frame.message.startsWith('Welcome') ? 'welcome' : 'other',
        ({ facts }) => Object.assign(facts, { online: frame.online_users }),
      ];
    case 'message': {
      const { change: _, ...shown } = frame;
      return ['message', ({ messages }) => messages.set(frame.id, shown)];
    }
    case 'error':
      return ['other'];
    default:
      return [frame.type];
  }
}
