import { expect, test } from 'vitest';
import { sendText } from './testing/people.ts';
import { framesUpToNow, nextOf, startPlatform } from './testing/platform-server.ts';

test('the largest change of a page of REST is a number to resume from', async () => {
  await using platform = await startPlatform();
  const room = await platform.makeRoom();
  await using john = await platform.enter('user_123', room);
  const first = await sendText(john, 'first');
  await sendText(john, 'second');
  john.send({ type: 'edit', data: { message_id: first, content: 'edited' } });
  await nextOf(john, 'ack');
  const { body } = await platform.call(`GET /rooms/${room}/messages`);
  const numbers = body.data.map(({ change }: { change: number }) => change);
  await sendText(john, 'third');
  await using back = await platform.open(room, { since: `${Math.max(...numbers)}` });
  const { to } = (await nextOf(back, 'resumed')).data;
  expect((await nextOf(back, 'message')).change).toBe(to);
  expect(await framesUpToNow(back)).toEqual([]);
});
