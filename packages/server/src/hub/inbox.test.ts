import { describe, expect, it } from 'vitest';
import { TestHub } from './testing/test-hub.ts';

/** Handlers that end when the test says so. */
function createGates() {
  const gates = new Map<string, { open: () => void; fail: (error: Error) => void }>();
  const handled: string[] = [];
  return {
    handled,
    receive(text: string): void | Promise<void> {
      handled.push(text);
      if (!text.startsWith('slow')) return;
      return new Promise((resolve, reject) => gates.set(text, { open: resolve, fail: reject }));
    },
    open: (text: string) => gates.get(text)?.open(),
    fail: (text: string) => gates.get(text)?.fail(new Error('a bug')),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('frames of one client', () => {
  it('wait for an earlier one that is still being handled, in order', async () => {
    const gates = createGates();
    const test = new TestHub({ hooks: { receive: (_session, text) => gates.receive(text) } });
    const { client } = test.connect();
    for (const text of ['slow 1', 'a', 'slow 2', 'b']) client.receiveText(text);
    expect(gates.handled).toEqual(['slow 1']);
    gates.open('slow 1');
    await settled();
    expect(gates.handled).toEqual(['slow 1', 'a', 'slow 2']);
    client.receiveText('c');
    gates.open('slow 2');
    await settled();
    expect(gates.handled).toEqual(['slow 1', 'a', 'slow 2', 'b', 'c']);
  });

  it('are not read on while too many wait', async () => {
    const gates = createGates();
    const test = new TestHub({
      limits: { inboxFramesMax: 2 },
      hooks: { receive: (_session, text) => gates.receive(text) },
    });
    const { client, connection } = test.connect();
    for (const text of ['slow 1', 'a']) client.receiveText(text);
    expect(connection.isPaused).toBe(false);
    client.receiveText('b');
    expect(connection.isPaused).toBe(true);
    gates.open('slow 1');
    await settled();
    expect(gates.handled).toEqual(['slow 1', 'a', 'b']);
    expect(connection.isPaused).toBe(false);
  });

  it.each(['throws', 'rejects'])('end with 1011, alone, when the handler %s', async (how) => {
    const gates = createGates();
    const test = new TestHub({
      hooks: {
        receive(_session, text) {
          if (text === 'bad' && how === 'throws') throw new Error('a bug');
          return gates.receive(text);
        },
      },
    });
    const [victim, other] = [test.connect(), test.connect()];
    if (how === 'throws') {
      victim.client.receiveText('bad');
    } else {
      victim.client.receiveText('slow');
      victim.client.receiveText('never handled');
      gates.fail('slow');
      await settled();
    }
    expect(victim.connection.closedWith?.code).toBe(1011);
    expect(test.errors).toHaveLength(1);
    other.client.receiveText('fine');
    expect(gates.handled).toContain('fine');
    expect(gates.handled).not.toContain('never handled');
    expect(other.connection.closedWith).toBeNull();
  });
});
