import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';
import { MessageTimeline, type NewMessage } from './timeline.ts';

const author = signal({ uid: 'u', name: 'Ada', roles: [] });

function message(id: number, text = `m${id}`): NewMessage {
  return {
    ...{ id, at: id, author },
    body: { text, isDeleted: false, editedAt: null, reactions: [] },
  };
}

const messages = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => message(from + i));

function ids(timeline: MessageTimeline): number[] {
  const { start, end } = timeline.range.peek();
  return Array.from({ length: end - start }, (_, i) => timeline.at(start + i)?.id ?? Number.NaN);
}

describe('a timeline', () => {
  test('gives each message a position that neither arrivals nor older pages change', () => {
    using timeline = new MessageTimeline(1000);
    timeline.reset(messages(41, 60));
    expect(timeline.range.peek()).toMatchObject({ start: 0, end: 20, hasOlder: true });
    timeline.append(message(61));
    timeline.prepend(messages(21, 40), true);
    timeline.prepend(messages(1, 20), false);
    expect(timeline.range.peek()).toMatchObject({ start: -40, end: 21, hasOlder: false });
    expect(ids(timeline)).toEqual(messages(1, 61).map(({ id }) => id));
    expect([timeline.positionOf(41), timeline.positionOf(61), timeline.positionOf(1)]).toEqual([
      0, 20, -40,
    ]);
    expect([timeline.at(-41), timeline.at(21), timeline.positionOf(99)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('takes each message once, and none that is older than what it holds', () => {
    using timeline = new MessageTimeline(1000);
    timeline.reset(messages(5, 7));
    expect(timeline.append(message(7))).toBe(false);
    expect(timeline.append(message(3))).toBe(false);
    expect(timeline.append(message(9))).toBe(true);
    timeline.prepend(messages(4, 6), false);
    expect(ids(timeline)).toEqual([4, 5, 6, 7, 9]);
  });

  test('knows that there are no older ones when the newest page was not full', () => {
    using timeline = new MessageTimeline(1000);
    timeline.reset(messages(1, 19));
    expect(timeline.range.peek().hasOlder).toBe(false);
  });

  test('after a purge takes only what is newer than what was purged', () => {
    using timeline = new MessageTimeline(1000);
    timeline.reset(messages(1, 3));
    const { epoch } = timeline.range.peek();
    timeline.clear();
    expect(timeline.append(message(2))).toBe(false);
    timeline.append(message(4));
    timeline.reset([message(4)]);
    expect(ids(timeline)).toEqual([4]);
    expect(timeline.range.peek().epoch).toBeGreaterThan(epoch);
  });

  test('drops the oldest beyond what it holds, and loads them again', () => {
    using timeline = new MessageTimeline(100);
    timeline.reset(messages(101, 120));
    timeline.prepend(messages(71, 100), true);
    for (const arrival of messages(121, 181)) {
      timeline.append(arrival);
      timeline.trim(true);
    }
    timeline.prepend([], true);
    expect(timeline.at(timeline.range.peek().start)?.id).toBe(82);
    for (const arrival of messages(182, 400)) {
      timeline.append(arrival);
      timeline.trim(true);
    }
    const first = timeline.first?.id ?? 0;
    expect([first >= 291, timeline.hasOlder, timeline.has(101)]).toEqual([true, true, false]);
    timeline.prepend(messages(first - 20, first - 1), true);
    expect(ids(timeline)).toEqual(messages(first - 20, 400).map(({ id }) => id));
    expect(timeline.positionOf(400)).toBe(timeline.range.peek().end - 1);
  });

  test('keeps what somebody may be reading, up to twice as much', () => {
    using timeline = new MessageTimeline(100);
    timeline.reset([]);
    for (const arrival of messages(1, 200)) {
      timeline.append(arrival);
      timeline.trim(false);
    }
    expect(timeline.has(1)).toBe(true);
    timeline.append(message(201));
    timeline.trim(false);
    expect(timeline.has(1)).toBe(false);
  });

  test('changes one row alone, and takes back what was shown ahead', () => {
    using timeline = new MessageTimeline(100);
    timeline.reset(messages(1, 2));
    const rows = [timeline.at(0), timeline.at(1)];
    const range = timeline.range.peek();
    timeline.revise(2, (body) => ({ ...body, text: 'edited' }));
    timeline.showPending(2, (body) => ({ ...body, text: 'ahead' }));
    expect(rows.map((row) => row?.body.peek().text)).toEqual(['m1', 'ahead']);
    timeline.restore(2);
    expect(rows.map((row) => row?.body.peek().text)).toEqual(['m1', 'edited']);
    timeline.revise(99, () => {
      throw new Error('never held');
    });
    expect(timeline.range.peek()).toBe(range);
  });

  test('notifies of a burst once a frame, and of its end', async () => {
    using timeline = new MessageTimeline(1_000_000);
    timeline.reset([]);
    let notices = 0;
    let isNotified = () => {};
    const end = new Promise<void>((resolve) => {
      isNotified = resolve;
    });
    timeline.range.subscribe(({ end: newEnd }) => {
      notices++;
      if (newEnd === 100_000) isNotified();
    });
    const beganAt = performance.now();
    for (const arrival of messages(1, 100_000)) timeline.append(arrival);
    const frames = (performance.now() - beganAt) / 16;
    await end;
    expect(notices).toBeLessThan(frames + 5);
  });
});
