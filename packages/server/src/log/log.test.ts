import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';

describe('the log', () => {
  it('writes one JSON object a line, from its level on', () => {
    const lines: string[] = [];
    const log = createLog('warn', { write: (line) => lines.push(line) });
    log.info('quiet');
    log.warn({ roomId: 'r1' }, 'loud');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 40, roomId: 'r1', msg: 'loud' });
  });

  it('leaves secrets out', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => lines.push(line) });
    log.info({ secret: 'hunter2', req: { headers: { authorization: 'hunter2' } } }, 'request');
    expect(lines.join()).not.toContain('hunter2');
  });
});
