import { describe, expect, it } from 'vitest';
import { run } from './run.ts';
import type { Verb } from './verb.ts';
import { VERBS } from './verbs.ts';

describe('the command line', () => {
  it('runs a verb with the rest of its words', async () => {
    const seen: (readonly string[])[] = [];
    const verb = fake('greet', async (argv) => {
      seen.push(argv);
      return 7;
    });
    expect(await run(['greet', '--loud'], terminal(), [fake('serve'), verb])).toBe(7);
    expect(seen).toEqual([['--loud']]);
  });

  it('runs the first verb when none is named', async () => {
    const verbs = [fake('serve', async (argv) => argv.length), fake('other')];
    expect(await run(['--ports', '1'], terminal(), verbs)).toBe(2);
  });

  it('says in one line what went wrong, and exits with 1', async () => {
    const out = terminal();
    const verb = fake('serve', async () => {
      throw new Error('the disk is full');
    });
    expect(await run([], out, [verb])).toBe(1);
    expect(out.errors).toBe('koine: the disk is full\n');
  });

  it('exits with 2 for a verb that does not exist', async () => {
    const out = terminal();
    expect(await run(['sevre'], out, VERBS)).toBe(2);
    expect(out.errors).toContain('there is no verb "sevre"; did you mean serve?');
    expect(await run(['x'], out, VERBS)).toBe(2);
    expect(out.errors).toContain('there is no verb "x"; there are serve, config,');
  });

  it.each([
    ['version', '--out', 'unexpected argument "--out"'],
    ['docs', '--outptu', 'unknown flag --outptu; did you mean --output?'],
  ])('exits with 2 when %s is given what it does not take', async (verb, flag, problem) => {
    const out = terminal();
    expect(await run([verb, flag, 'x'], out, VERBS)).toBe(2);
    expect(out.errors).toBe(`koine: ${problem}\n`);
    expect(out.text).toBe('');
  });

  it('names the setting when the configuration cannot be used', async () => {
    const out = terminal();
    expect(await run(['config', '--prots', '1'], out, VERBS)).toBe(1);
    expect(out.errors).toBe('koine: unknown flag --prots; did you mean --ports?\n');
  });

  it.each([[['help']], [['--help']], [['help', 'serve']], [['serve', '--help']], [['version']]])(
    'answers %j on standard output',
    async (argv) => {
      const out = terminal();
      expect(await run(argv, out, VERBS)).toBe(0);
      expect(out.text).not.toBe('');
    },
  );

  it('prints the configuration with origins', async () => {
    const out = terminal({ KOINE_PORTS: '0' });
    expect(await run(['config', '--data', 'test-output/nowhere'], out, VERBS)).toBe(0);
    expect(out.text).toMatch(/^ports +0 +environment KOINE_PORTS$/m);
    expect(out.text).toMatch(/^data +test-output\/nowhere +flag --data$/m);
  });
});

function fake(name: string, action: Verb['run'] = async () => 0): Verb {
  return { name, about: name, help: () => name, run: action };
}

function terminal(env: Record<string, string> = {}) {
  const out = {
    env,
    stdin: (async function* () {})(),
    text: '',
    errors: '',
    stdout: { write: (text: string) => (out.text += text) },
    stderr: { write: (text: string) => (out.errors += text) },
  };
  return out;
}
