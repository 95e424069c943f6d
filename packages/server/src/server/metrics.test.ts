import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

describe('the metrics', () => {
  it('count connections by protocol', async () => {
    const metrics = createMetrics();
    metrics.connectionOpened('lobby');
    metrics.connectionOpened('lobby');
    metrics.connectionClosed('lobby', 1013);
    const text = await metrics.text();
    expect(text).toContain('koine_connections{protocol="lobby"} 1');
    expect(text).toContain('koine_connections_closed_total{protocol="lobby",code="1013"} 1');
  });

  it('keep no count for each close code that a client may think of', async () => {
    const metrics = createMetrics();
    for (let code = 3000; code < 5000; code++) metrics.connectionClosed('reactions', code);
    const counts = (await metrics.text()).match(/^koine_connections_closed_total\{.*$/gm);
    expect(counts).toContain(
      'koine_connections_closed_total{protocol="reactions",code="other"} 1996',
    );
    expect(counts).toHaveLength(5);
  });

  it('read observed values at the time of asking', async () => {
    const metrics = createMetrics();
    let rooms = 1;
    metrics.observe('koine_rooms', 'Rooms in memory', () => rooms);
    rooms = 7;
    expect(await metrics.text()).toContain('koine_rooms 7');
  });

  it('belong to one server, so that two can live in one process', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.frameReceived('lobby');
    expect(await one.text()).toContain('koine_frames_received_total{protocol="lobby"} 1');
    expect(await other.text()).not.toContain('koine_frames_received_total{');
  });
});
