import { describe, expect, test, vi } from 'vitest';
import { Outbox, type OutboxPort } from './outbox.ts';
import type { WireAck } from './wire.ts';

interface Sent {
  readonly text: string;
  readonly key: string;
  readonly answer: (ack: WireAck | null) => void;
}

function setUp({ isOpen = true, canPipeline = true } = {}) {
  const sent: Sent[] = [];
  const state = { isOpen, canPipeline, held: new Set<number>() };
  const accepted: (number | null)[] = [];
  const rejected: string[] = [];
  const port: OutboxPort = {
    canSend: () => state.isOpen,
    canPipeline: () => state.canPipeline,
    emit: (text, key, answer) => {
      sent.push({ text, key, answer });
    },
    accepted: (id) => {
      accepted.push(id);
      return 0;
    },
    rejected: ({ text }) => {
      rejected.push(text);
    },
    hasMessage: (id) => state.held.has(id),
  };
  const outbox = new Outbox(port);
  const shown = () => outbox.entries.peek().map(({ text, state: is }) => `${text} ${is}`);
  return { outbox, sent, state, accepted, rejected, shown };
}

const stored = (result: number): WireAck => ({ error: null, result });

describe('an outbox', () => {
  test('holds what is written offline, and sends it in order', () => {
    const { outbox, sent, state, shown } = setUp({ isOpen: false });
    outbox.add('a');
    outbox.add('b');
    expect([sent.length, shown()]).toEqual([0, ['a waiting', 'b waiting']]);
    state.isOpen = true;
    outbox.flush();
    expect(sent.map(({ text }) => text)).toEqual(['a', 'b']);
  });

  test('lets go of a message when both it and its acknowledgement have come, in either order', () => {
    const { outbox, sent, state, shown, accepted } = setUp();
    outbox.add('a');
    outbox.arrived(1, 'a');
    state.held.add(1);
    expect(shown()).toEqual([]);
    sent[0]?.answer(stored(1));
    outbox.add('b');
    sent[1]?.answer(stored(2));
    expect(shown()).toEqual(['b sending']);
    outbox.arrived(2, 'b');
    expect([shown(), accepted]).toEqual([[], [1, 2]]);
  });

  test('sends again under the same key what was not acknowledged, even if a message like it has come', () => {
    const { outbox, sent, shown } = setUp();
    outbox.add('same words');
    outbox.arrived(1, 'same words');
    expect(shown()).toEqual([]);
    sent[0]?.answer(null);
    expect(shown()).toEqual(['same words waiting']);
    outbox.flush();
    expect(sent[1]?.key).toBe(sent[0]?.key);
  });

  test('does not repeat a command whose outcome is unknown', () => {
    const { outbox, sent, shown } = setUp();
    outbox.add('!purge');
    sent[0]?.answer(null);
    outbox.flush();
    expect([sent.length, shown()]).toEqual([1, ['!purge failed']]);
  });

  test('says why one failed, goes on with the next, and retries with the same key', () => {
    const { outbox, sent, shown, rejected } = setUp({ canPipeline: false });
    const key = outbox.add('too long');
    outbox.add('next');
    sent[0]?.answer({ error: 'Text too long', code: 'contentTooLong' });
    expect(shown()).toEqual(['too long failed', 'next sending']);
    expect([outbox.entries.peek()[0]?.error?.code, rejected]).toEqual([
      'contentTooLong',
      ['Text too long'],
    ]);
    sent[1]?.answer(stored(1));
    outbox.arrived(1, 'next');
    outbox.retry(key);
    expect(sent[2]).toMatchObject({ text: 'too long', key });
  });

  test('waits as long as the server says, keeping the order', () => {
    vi.useFakeTimers();
    try {
      const { outbox, sent, shown } = setUp({ canPipeline: false });
      outbox.add('a');
      outbox.add('b');
      sent[0]?.answer({ error: 'slowly', code: 'slowMode', retryAfterMs: 3000 });
      expect([shown(), sent.length]).toEqual([['a waiting', 'b waiting'], 1]);
      outbox.flush();
      expect(sent.length).toBe(1);
      vi.advanceTimersByTime(3000);
      expect(sent.map(({ text }) => text)).toEqual(['a', 'a']);
    } finally {
      vi.useRealTimers();
    }
  });

  test('gives back what is accepted out, but not what is on its way', () => {
    const { outbox, state, shown } = setUp();
    const sending = outbox.add('a');
    state.isOpen = false;
    const waiting = outbox.add('b');
    expect([outbox.discard(sending), outbox.discard(waiting)]).toEqual([null, 'b']);
    expect(shown()).toEqual(['a sending']);
  });

  test('awaits no message that a purge or a reload has overtaken', () => {
    const { outbox, sent, shown } = setUp();
    outbox.add('a');
    sent[0]?.answer(stored(1));
    outbox.settle();
    expect(shown()).toEqual([]);
  });
});
