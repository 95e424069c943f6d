import { expect, it } from 'vitest';
import type { History } from '../session.ts';
import { CatchingUp, type SeenFrame, settled } from '../testing/catching-up.ts';
import { ROOM, wireOf } from '../testing/test-protocol.ts';

/** The whole room, and behind it where the client stands. */
const numbered: History = {
  kind: 'stream',
  newest: null,
  encode: (messages) =>
    messages.map((message) => JSON.stringify({ kind: 'page', ...wireOf(message) })),
  end: (change) => [JSON.stringify({ kind: 'begin', from: change, to: change })],
};

const received = ({ kind, ...frame }: SeenFrame) =>
  'to' in frame ? `end ${frame.to}` : 'content' in frame ? `${kind} ${frame.content}` : kind;

it('gets no number during its stream, then its position, then live frames', async () => {
  const test = new CatchingUp(2);
  for (const content of ['a', 'b', 'c']) test.commit(test.room.create(content));
  await test.finish();
  const live = test.session.catchUp(ROOM, 'change', numbered);
  await settled();
  await test.answer();
  // Of a message already delivered: at once, as for plain clients.
  test.commit(test.room.edit(1, 'a2'));
  test.publishNext();
  await test.finish();
  await live;
  test.commit(test.room.create('d'));
  await test.finish();
  const seen = test.seen.map(received);
  const replayed = ['page a', 'page b', 'messageUpdated a2', 'page c'];
  expect(seen).toEqual([...replayed, 'end 4', 'messageCreated d']);
});
