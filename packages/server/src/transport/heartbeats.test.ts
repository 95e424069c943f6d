import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { Heartbeats, type ProbedConnection } from './heartbeats.ts';

class TestConnection implements ProbedConnection {
  unansweredPings = 0;
  pings = 0;
  isDead = false;

  ping(): void {
    this.pings++;
    this.unansweredPings++;
  }

  destroy(): void {
    this.isDead = true;
  }
}

describe('heartbeats', () => {
  it('ping every connection once in an interval', () => {
    const clock = new ManualClock();
    const heartbeats = new Heartbeats(clock, 30_000);
    const connections = Array.from({ length: 200 }, () => new TestConnection());
    for (const connection of connections) heartbeats.add(connection);
    for (let round = 1; round <= 3; round++) {
      clock.advance(30_000);
      for (const connection of connections) {
        expect(connection.pings).toBe(round);
        connection.unansweredPings = 0;
      }
    }
  });

  it('spread the pings over the interval', () => {
    const clock = new ManualClock();
    const heartbeats = new Heartbeats(clock, 30_000);
    const connections = Array.from({ length: 640 }, () => new TestConnection());
    for (const connection of connections) heartbeats.add(connection);
    let before = 0;
    for (let tick = 0; tick < 64; tick++) {
      clock.advance(30_000 / 64);
      const pings = connections.reduce((sum, connection) => sum + connection.pings, 0);
      expect(pings - before).toBeLessThanOrEqual(20);
      before = pings;
    }
  });

  it('declare a client dead that has left two pings unanswered', () => {
    const clock = new ManualClock();
    const heartbeats = new Heartbeats(clock, 30_000);
    const silent = new TestConnection();
    const alive = new TestConnection();
    heartbeats.add(silent);
    heartbeats.add(alive);
    for (let round = 0; round < 2; round++) {
      clock.advance(30_000);
      alive.unansweredPings = 0;
      expect(silent.isDead).toBe(false);
    }
    clock.advance(30_000);
    expect(silent.isDead).toBe(true);
    expect(alive.isDead).toBe(false);
  });

  it('forget a connection that is gone', () => {
    const clock = new ManualClock();
    const heartbeats = new Heartbeats(clock, 50);
    const connection = new TestConnection();
    heartbeats.remove(connection, heartbeats.add(connection));
    clock.advance(1_000);
    expect(connection.pings).toBe(0);
  });
});
