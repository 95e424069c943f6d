import { describe, expect, it } from 'vitest';
import { guarded, guardedClock } from '../core/guarded.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { standardError } from './log.ts';
import { pacedLog } from './paced-log.ts';

describe('a paced log', () => {
  it('writes so many entries of one text a minute, and tells how many it left out', () => {
    const clock = new ManualClock();
    const entries: object[] = [];
    const keep = (fields: object) => void entries.push(fields);
    const log = pacedLog({ debug: keep, info: keep, warn: keep, error: keep }, clock);
    for (let i = 0; i < 10_000; i++) log.error({ i }, 'provoked');
    log.error({}, 'another');
    expect(entries).toHaveLength(31);
    clock.advance(60_000);
    log.error({ i: 0 }, 'provoked');
    expect(entries.at(-1)).toEqual({ i: 0, leftOut: 9_970 });
  });

  it('fails no caller when it cannot write', () => {
    const fail = () => {
      throw new Error('no space');
    };
    const log = pacedLog({ debug: fail, info: fail, warn: fail, error: fail }, new ManualClock());
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level]({}, 'text');
  });
});

describe('the log’s destination', () => {
  it('counts what it could not write, and says so once it can', () => {
    const lines: string[] = [];
    let isFull = true;
    const destination = standardError((text) => {
      if (isFull) throw new Error('ENOSPC');
      lines.push(text);
    });
    destination.write('a\n');
    destination.write('b\n');
    isFull = false;
    destination.write('c\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ lost: 2 });
    expect(lines[1]).toBe('c\n');
  });
});

describe('guarded work', () => {
  it('hands on what it throws and what its promise rejects with', async () => {
    const failures: unknown[] = [];
    const failed = (error: unknown) => void failures.push(error);
    guarded(() => {
      throw new Error('thrown');
    }, failed)();
    guarded(() => Promise.reject(new Error('rejected')), failed)();
    await Promise.resolve();
    expect(failures.map(String)).toEqual(['Error: thrown', 'Error: rejected']);
  });

  it('is what timers of a server do', () => {
    const failures: unknown[] = [];
    const clock = new ManualClock();
    const timers = guardedClock(clock, (error) => failures.push(error));
    timers.after(10, () => {
      throw new Error('in a timer');
    });
    clock.advance(10);
    expect(failures).toHaveLength(1);
  });
});
