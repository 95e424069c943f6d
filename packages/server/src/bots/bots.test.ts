import type { CoreEvent, Message, Sender } from '@koine/contract';
import { expect, test } from 'vitest';
import { createLocalBus } from '../bus/local-bus.ts';
import type { Actor } from '../core/actor.ts';
import type { Draft } from '../core/messages.ts';
import { type SendPolicy, SYSTEM_POLICY } from '../core/policies.ts';
import type { Appended } from '../core/ports/stores.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { storedMessage, textDraft } from '../testing/messages.ts';
import { type Bots, startBots } from './bots.ts';
import { CAST, REPLIES } from './replies.ts';

const alice: Sender = {
  id: 'lobby:alice',
  appId: 'default',
  name: 'alice',
  avatarUrl: null,
  kind: 'anonymous',
};

function message(content: string, more: Partial<Message> = {}): Message {
  return storedMessage({ sender: alice, content, ...more });
}

interface Said {
  readonly actor: Actor;
  readonly roomId: string;
  readonly draft: Draft;
  readonly policy: SendPolicy;
}

/** Bots in room `r1` with the default pause, over chances that are given one by one. */
function stage(
  chances: number[],
  options: { probability?: number; fails?: Error; roomIds?: readonly string[] } = {},
) {
  const clock = new ManualClock();
  const errors: unknown[] = [];
  const sent: Said[] = [];
  const bus = createLocalBus((error) => errors.push(error));
  const send = (actor: Actor, roomId: string, draft: Draft, policy: SendPolicy) => {
    sent.push({ actor, roomId, draft, policy });
    if (options.fails !== undefined) return Promise.reject(options.fails);
    return Promise.resolve<Appended>({ message: message(draft.content), isDuplicate: false });
  };
  const next = () => {
    const chance = chances.shift();
    if (chance === undefined) throw new Error('asked for more chance than expected');
    return chance;
  };
  const bots: Bots = startBots({
    core: {
      bus,
      clock,
      random: { next },
      messages: { send },
      policies: { system: SYSTEM_POLICY },
      roomRules: { peek: () => undefined },
    },
    roomIds: options.roomIds ?? ['r1'],
    probability: options.probability ?? 0.3,
    delayMinMs: 600,
    delayMaxMs: 2500,
    onError: (error) => errors.push(error),
  });
  const receive = (received: Message) => {
    const event: CoreEvent = {
      type: 'messageCreated',
      roomId: received.roomId,
      changeSeq: received.changeSeq,
      message: received,
    };
    bus.publish(event);
  };
  return { bots, clock, errors, sent, receive, chances };
}

test('a draw below the probability is answered, by whom and with what chance says', () => {
  const { clock, sent, receive } = stage([0.2999, 0.5, 0, 0]);
  receive(message('Hello, everyone!'));
  clock.advance(599);
  expect(sent).toEqual([]);
  clock.advance(1);
  expect(sent).toHaveLength(1);
  const [{ actor, roomId, draft, policy } = expect.fail('nothing sent')] = sent;
  expect(actor).toMatchObject({ power: 'operator', user: CAST[2], appId: 'default' });
  expect(roomId).toBe('r1');
  expect(draft).toEqual(textDraft(REPLIES.greeting[0] ?? '', { type: 'bot' }));
  expect(policy.costs).toBeNull();
});

test('a draw at the probability is not answered', () => {
  const { clock, sent, receive, chances } = stage([0.3]);
  receive(message('Hello'));
  clock.advance(10_000);
  expect(sent).toEqual([]);
  expect(chances).toEqual([]);
});

test('the pause lies between the shortest and the longest', () => {
  const { clock, sent, receive } = stage([0, 0, 0, 0.5, 0, 0.999, 0.999, 0.9999]);
  receive(message('What is it?'));
  receive(message('thanks'));
  clock.advance(1549);
  expect(sent).toHaveLength(0);
  clock.advance(1);
  expect(sent.map(({ draft }) => draft.content)).toEqual([REPLIES.question[0]]);
  clock.advance(949);
  expect(sent).toHaveLength(1);
  clock.advance(1);
  expect(sent[1]?.draft.content).toBe(REPLIES.thanks.at(-1));
  expect(sent[1]?.actor.user).toEqual(CAST.at(-1));
});

test('a bot never answers a bot, nor a message of type bot', () => {
  const { receive, chances } = stage([0.5], { probability: 1 });
  receive(message('Hello', { sender: { ...alice, kind: 'bot' } }));
  receive(message('Hello', { type: 'bot' }));
  expect(chances).toEqual([0.5]);
});

test('a message from an archive is not answered', () => {
  const { receive, chances } = stage([0.5], { probability: 1 });
  receive(message('Hello', { createdAt: Date.UTC(2023, 11, 31) }));
  expect(chances).toEqual([0.5]);
});

test('bots receive only the rooms they are configured for', () => {
  const { clock, sent, receive } = stage([0, 0, 0, 0], { roomIds: ['r2'] });
  receive(message('Hello'));
  receive(message('Hello', { roomId: 'r2' }));
  clock.advance(600);
  expect(sent.map(({ roomId }) => roomId)).toEqual(['r2']);
});

test('with probability 0 nothing is left to chance', () => {
  const { clock, sent, receive } = stage([], { probability: 0 });
  receive(message('Hello'));
  clock.advance(10_000);
  expect(sent).toEqual([]);
});

test('with probability 1 every message is answered', () => {
  const { clock, sent, receive } = stage([0.999, 0, 0, 0, 0.5, 0, 0, 0], { probability: 1 });
  receive(message('one'));
  receive(message('two'));
  clock.advance(600);
  expect(sent).toHaveLength(2);
});

test('stopped, bots drop pending replies and receive no more', () => {
  const { bots, clock, sent, receive } = stage([0, 0, 0, 0]);
  receive(message('Hello'));
  bots.stop();
  receive(message('Hello'));
  clock.advance(10_000);
  expect(sent).toEqual([]);
});

test('a reply that cannot be stored is reported', async () => {
  const fails = new Error('disk full');
  const { clock, errors, receive } = stage([0, 0, 0, 0], { fails });
  receive(message('Hello'));
  clock.advance(600);
  await Promise.resolve();
  expect(errors).toEqual([fails]);
});
