import { DEFAULT_APP_ID, defaultLimits } from '@koine/contract';
import { expect, test } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { openMemoryCore } from '../testing/memory-core.ts';
import { textDraft } from '../testing/messages.ts';
import { plainActor, systemActor } from './actor.ts';
import { Budgets, ofUser, perMinute } from './budgets.ts';
import type { SendPolicy } from './policies.ts';
import { roomDraft } from './rooms.ts';

const user = { id: 'anna', appId: DEFAULT_APP_ID, name: 'Anna', avatarUrl: null } as const;
const anna = plainActor({ ...user, kind: 'registered' }, '127.0.0.1');

/** A user in a room in slow mode; `aMinute`: how many messages of theirs a minute takes at most. */
async function openSlowRoom(slowModeSeconds: number, aMinute = 1_000) {
  const clock = new ManualClock();
  const opened = await openMemoryCore({ clock });
  const { messages, policies, rooms } = opened.core;
  const budgets = new Budgets(
    clock,
    { ...defaultLimits(), aMinute },
    { message: ofUser(perMinute('aMinute', '')) },
  );
  const policy: SendPolicy = { ...policies.system, costs: budgets.of('message') };
  const { id } = await rooms.create(
    systemActor(DEFAULT_APP_ID),
    roomDraft('Slow', { slowModeSeconds }),
  );
  return {
    clock,
    send: (key: string | null = null) =>
      messages.send(anna, id, textDraft('x', { clientKey: key }), policy),
    edit: (messageId: string) => messages.edit(anna, id, messageId, 'y', null, policy),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

test('a retry under a known key is answered in slow mode, and does not begin it anew', async () => {
  await using room = await openSlowRoom(10);
  const { clock, send } = room;
  const first = await send('one');
  clock.advance(9_000);
  expect((await send('one')).message.id).toBe(first.message.id);
  await expect(send('two')).rejects.toMatchObject({ details: { retryAfterMs: 1_000 } });
  clock.advance(1_000);
  expect((await send('one')).isDuplicate).toBe(true);
  expect((await send('two')).isDuplicate).toBe(false);
});

test('slow mode uses up no message when it refuses, and holds for edits', async () => {
  await using room = await openSlowRoom(5, 3);
  const { clock, send, edit } = room;
  const slow = { code: 'slowMode', details: { retryAfterMs: 5_000 } };
  const { message } = await send();
  for (let i = 0; i < 10; i++) await expect(send()).rejects.toMatchObject({ code: 'slowMode' });
  await expect(edit(message.id)).rejects.toMatchObject(slow);
  clock.advance(5_000);
  await edit(message.id);
  await expect(send()).rejects.toMatchObject(slow);
  clock.advance(5_000);
  await send();
  // Three messages in ten seconds: the wait is now the longer one, that of the minute.
  await expect(edit(message.id)).rejects.toMatchObject({
    code: 'rateLimited',
    details: { retryAfterMs: 50_000 },
  });
});
