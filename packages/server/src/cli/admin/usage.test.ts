import { describe, expect, it } from 'vitest';
import { run } from '../run.ts';
import { VERBS } from '../verbs.ts';

describe('a command line that cannot be understood', () => {
  it.each([
    [['admin'], 'admin what? `koine admin --help` says what there is'],
    [['admin', 'craete', 'app'], 'there is no "admin craete"; did you mean create app?'],
    [['admin', 'create', 'app'], 'NAME is missing'],
    [
      ['admin', 'create', 'app', 'My', 'app'],
      'unexpected argument "app"; quote a NAME that has spaces',
    ],
    [['admin', 'create', 'app', 'x', '--uid', 'y'], 'unknown flag --uid; did you mean --id?'],
    [
      ['admin', 'create', 'account', 'x', '--role', 'king'],
      'there is no role "king"; there are root, admin, super_mod',
    ],
    [
      ['admin', 'ban', 'x', '--for', 'ever'],
      '--for: "ever" is no duration; write 45s, 2h 30m, 1d or 1w',
    ],
    [['admin', 'ban', 'x', '--ip', '::1'], 'give USER or --ip'],
    [
      ['admin', 'ban', 'x', '--room', 'a', '--app', 'b'],
      'a room says its app: give --room or --app',
    ],
    [['admin', 'ban', 'x', '--room'], '--room needs a value'],
    [['admin', 'ban', '-xY', '--ip', '::1'], 'give USER or --ip'],
    [['admin', 'ban', '--ip', '::1', '--', '--x'], 'give USER or --ip'],
    [['export'], 'name what to export: --room ROOM or --app APP'],
    [['import'], 'name the file to import, or - for standard input'],
  ])('%j: exits with 2 and says what would do', async (args, problem) => {
    const said = { stdout: '', stderr: '' };
    const code = await run(args, terminal(said), VERBS);
    expect({ code, ...said }).toEqual({ code: 2, stdout: '', stderr: `koine: ${problem}\n` });
  });
});

function terminal(said: { stdout: string; stderr: string }) {
  return {
    env: {},
    stdin: (async function* () {})(),
    stdout: { write: (text: string) => (said.stdout += text) },
    stderr: { write: (text: string) => (said.stderr += text) },
  };
}
