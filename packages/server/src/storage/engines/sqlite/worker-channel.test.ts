import { Worker } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { newMessage } from '../../testing/samples.ts';
import { WorkerChannel } from './worker-channel.ts';

/** A worker thread of these few lines. */
function givenChannel(source: string) {
  const log = { warn: vi.fn(), error: vi.fn() };
  const worker = new Worker(`const { parentPort } = require('worker_threads'); ${source}`, {
    eval: true,
  });
  const died = vi.fn();
  return { channel: new WorkerChannel(worker, log, died), log, died };
}

const unavailable = { status: 'rejected', reason: { code: 'storageUnavailable' } };

describe('a worker channel to a thread that dies', () => {
  it.each([
    ['ends', 'process.exit(1)'],
    ['throws', 'throw new Error("out of memory")'],
  ])('rejects running, waiting and later calls when it %s', async (_how, end) => {
    const { channel, log } = givenChannel(`parentPort.on('message', () => { ${end}; })`);
    const calls = Array.from({ length: 1500 }, () => channel.append(newMessage('room')));
    const settled = await Promise.allSettled([
      ...calls,
      channel.call('writeHealthProbe', {}, () => 0),
    ]);
    for (const one of settled) expect(one).toMatchObject(unavailable);
    await expect(channel.append(newMessage('room'))).rejects.toMatchObject(unavailable.reason);
    await expect(channel.call('writeHealthProbe', {}, () => 0)).rejects.toMatchObject(
      unavailable.reason,
    );
    await channel.close();
    expect(log.error).toHaveBeenCalledTimes(1);
  });

  it('rejects `open`', async () => {
    const { channel } = givenChannel('throw new Error("no such module")');
    await expect(channel.open()).rejects.toThrow('no such module');
  });
});

describe('a worker channel', () => {
  it('puts all calls that arrive during a batch into the next one', async () => {
    const { channel } = givenChannel(`
      const sizes = [];
      parentPort.on('message', ({ type, items }) => {
        if (type === 'close') { parentPort.postMessage({ type: 'closed' }); parentPort.close(); return; }
        sizes.push(items.length);
        const outcomes = items.map(() => ({ value: [...sizes] }));
        parentPort.postMessage({ type: 'batch', failure: null, databaseError: null, numbers: [], outcomes });
      });`);
    const call = () => channel.call('readHealthProbe', {}, (sizes: unknown) => sizes);
    const first = Array.from({ length: 3 }, call);
    await first[0];
    const then = Array.from({ length: 2500 }, call);
    expect(await then.at(-1)).toEqual([3, 1000, 1000, 500]);
    await channel.close();
    await expect(call()).rejects.toMatchObject({ code: 'shuttingDown' });
  });

  it('commits the replies to a batch of several messages together, and a lone message at once', async () => {
    const { channel } = givenChannel(`
      let batch = 0;
      parentPort.on('message', ({ type, items }) => {
        if (type === 'close') { parentPort.postMessage({ type: 'closed' }); parentPort.close(); return; }
        batch += 1;
        const numbers = items.flatMap((count) => Array(count).fill([batch, batch, batch]).flat());
        parentPort.postMessage({ type: 'batch', failure: null, databaseError: null, numbers, outcomes: [] });
      });`);
    const append = () => channel.append(newMessage('room')).then(({ message }) => message.number);
    const tick = () => new Promise((resolve) => setImmediate(resolve));
    const inTwoTicks = async () => {
      const first = append();
      await tick();
      return Promise.all([first, append()]);
    };
    expect(await Promise.all([append(), append()])).toEqual([1, 1]);
    expect(await inTwoTicks()).toEqual([2, 2]);
    await tick();
    await tick();
    await tick();
    expect(await append()).toBe(3);
    expect(await inTwoTicks()).toEqual([4, 5]);
    await channel.close();
  });

  it('rejects only the call whose input cannot be sent, and those that share its batch', async () => {
    const { channel } = givenChannel(`
      parentPort.on('message', ({ items }) => {
        const outcomes = items.map(() => ({ value: 1 }));
        parentPort.postMessage({ type: 'batch', failure: null, databaseError: null, numbers: [], outcomes });
      });`);
    const notPlain = { at: () => 1 };
    await expect(channel.call('writeHealthProbe', notPlain, () => 1)).rejects.toThrow(
      'could not be cloned',
    );
    await expect(channel.call('writeHealthProbe', {}, () => 1)).resolves.toBe(1);
    const failing = channel.call('writeHealthProbe', {}, () => {
      throw new TypeError('bad row');
    });
    await expect(failing).rejects.toThrow('bad row');
  });

  it('logs the first of a row of database errors, and its end', async () => {
    const { channel, log } = givenChannel(`
      parentPort.on('message', ({ items: [{ input }] }) => {
        const outcomes = [{ value: 1 }];
        parentPort.postMessage({ type: 'batch', failure: null, databaseError: input.error, numbers: [], outcomes });
      });`);
    const errors = ['disk full', 'disk full', null, null, 'disk full'];
    for (const error of errors) await channel.call('writeHealthProbe', { error }, () => 1);
    expect(log.error).toHaveBeenCalledTimes(2);
    expect(log.error).toHaveBeenCalledWith({ detail: 'disk full' }, expect.any(String));
    expect(log.warn).toHaveBeenCalledTimes(1);
  });

  it('finishes: earlier calls get their results, later ones are rejected, and it can still be closed', async () => {
    const { channel } = givenChannel(`
      parentPort.on('message', ({ type, items }) => {
        if (type === 'close') { parentPort.postMessage({ type: 'closed' }); parentPort.close(); return; }
        const outcomes = items.map(() => ({ value: 1 }));
        parentPort.postMessage({ type: 'batch', failure: null, databaseError: null, numbers: [], outcomes });
      });`);
    const results: number[] = [];
    for (let i = 0; i < 2500; i++)
      channel.call('writeHealthProbe', {}, () => i).then((n) => results.push(n));
    const finished = channel.finish();
    await expect(channel.call('writeHealthProbe', {}, () => 0)).rejects.toMatchObject({
      code: 'shuttingDown',
    });
    await finished;
    expect(results).toHaveLength(2500);
    await channel.finish();
    await channel.close();
  });
});
