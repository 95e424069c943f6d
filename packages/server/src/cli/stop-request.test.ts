import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../log/log.ts';
import { stopRequest } from './stop-request.ts';

class FakeHost extends EventEmitter {
  readonly exits: number[] = [];
  exit(code: number): void {
    this.exits.push(code);
  }
}

const log = createLog('silent');

describe('a request to stop', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect'])('is made by %s', async (event) => {
    const host = new FakeHost();
    const stop = stopRequest(log, host);
    expect(stop.hasCome()).toBe(false);
    host.emit(event);
    expect(stop.hasCome()).toBe(true);
    await stop.requested;
    stop.done();
  });

  it('ends the process when the shutdown takes too long', () => {
    const host = new FakeHost();
    stopRequest(log, host);
    host.emit('SIGTERM');
    vi.advanceTimersByTime(9499);
    expect(host.exits).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(host.exits).toEqual([1]);
  });

  it('leaves the process alone once the shutdown is complete', () => {
    const host = new FakeHost();
    const stop = stopRequest(log, host);
    host.emit('SIGTERM');
    stop.done();
    vi.advanceTimersByTime(60_000);
    expect(host.exits).toEqual([]);
  });

  it('does not start the deadline anew when it comes twice', () => {
    const host = new FakeHost();
    stopRequest(log, host);
    host.emit('SIGINT');
    vi.advanceTimersByTime(9000);
    host.emit('SIGINT');
    vi.advanceTimersByTime(500);
    expect(host.exits).toEqual([1]);
  });
});
