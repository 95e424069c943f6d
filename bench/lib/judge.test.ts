import { describe, expect, test } from 'vitest';
import { subjectsOf } from '../peers/subjects.ts';
import { measurePeak } from '../scenarios/peak.ts';
import { judge, type Round, type Sample } from './judge.ts';
import { takeRounds } from './rounds.ts';

const RECORDED = { lobby: 20 };

function round(lobby: number, ws = 100_000, othersShare = 0): Round {
  const protocols = { lobby: { deliveriesPerSecond: lobby, othersShare } };
  return { ws: { deliveriesPerSecond: ws, othersShare: 0 }, protocols };
}

const verdictOf = (rounds: readonly Round[]) => judge(RECORDED, rounds).get('lobby')?.verdict;

describe('the guard', () => {
  test('lets pass what is as fast as it was, on a machine of any speed', () => {
    expect(verdictOf([round(2e6), round(2e6), round(2e6)])).toBe('asFast');
    expect(verdictOf([round(2e5, 1e4), round(2e5, 1e4), round(2e5, 1e4)])).toBe('asFast');
    expect(verdictOf([round(1.41e6), round(1.41e6), round(1.41e6)])).toBe('asFast');
  });

  test('fails what is below 0.7 of the recorded ratio', () => {
    expect(verdictOf([round(1.39e6), round(1.39e6), round(1.39e6)])).toBe('slower');
    expect(verdictOf([round(0), round(0), round(0)])).toBe('slower');
  });

  test('goes by the middle round, not by the worst or the best', () => {
    expect(verdictOf([round(1e5), round(2e6), round(2e6)])).toBe('asFast');
    expect(verdictOf([round(1e6), round(9e6), round(1e6)])).toBe('slower');
  });

  test('does not count rounds that other work has disturbed, and says so when too few are left', () => {
    const disturbed = round(1e5, 1e5, 0.5);
    expect(verdictOf([disturbed, round(2e6), round(2e6)])).toBe('asFast');
    expect(verdictOf([disturbed, disturbed, round(2e6)])).toBe('notJudged');
    expect(judge(RECORDED, [disturbed]).get('lobby')?.text).toContain('NOT JUDGED');
  });

  test('does not pass a protocol that was not measured', () => {
    expect(judge({ platform: 20 }, [round(2e6), round(2e6)]).get('platform')?.verdict).toBe(
      'notJudged',
    );
  });

  test('measures again what was disturbed, once, and keeps the quieter one', async () => {
    const shares = [0.5, 0.1, 0.6, 0.9];
    const asked: string[] = [];
    const [only] = await takeRounds(['lobby'], 1, async (server) => {
      asked.push(server);
      return { deliveriesPerSecond: 1, othersShare: shares.shift() ?? 0 } satisfies Sample;
    });
    expect(asked).toEqual(['ws', 'ws', 'lobby', 'lobby']);
    expect(only?.ws.othersShare).toBe(0.1);
    expect(only?.protocols['lobby']?.othersShare).toBe(0.6);
  });
});

test('a Koine that really is no faster than plain ws fails', async () => {
  const [ws] = subjectsOf([], ['ws']);
  if (ws === undefined) throw new Error('no plain ws');
  const setting = { clients: 20, inFlight: 20 };
  // This machine is busy with other tests: that is not what is judged here.
  const rounds = await takeRounds(['lobby'], 2, async () => {
    const { deliveriesPerSecond } = await measurePeak({ subject: ws, setting }, 0.3);
    return { deliveriesPerSecond, othersShare: 0 };
  });
  expect(rounds.every((one) => one.ws.deliveriesPerSecond > 0)).toBe(true);
  expect(verdictOf(rounds)).toBe('slower');
});
