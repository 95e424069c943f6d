import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { PROTOCOL_NAMES, type ProtocolName } from '../../src/lib/server-facts.ts';
import { GUIDES } from '../../src/playground/guides.ts';
import {
  type Language,
  type SnippetContext,
  snippetContext,
} from '../../src/playground/snippets/snippet.ts';

const run = promisify(execFile);
const hasJava = await isThere('javac', '-version');
const hasPython = await isThere('python3', '--version');
const hasCurl = await isThere('curl', '--version');

/** A program's output when it has done its work. */
const PRINTED: Readonly<Record<'JavaScript' | 'curl', Readonly<Record<ProtocolName, RegExp>>>> = {
  JavaScript: {
    community: /signed in as Guest-[\s\S]*Guest-.*: Hello from JavaScript/,
    lobby: /\* Welcome to the chat, ada! \(1 online\)[\s\S]*ada: Hello, everyone!/,
    reactions: /Ada: Hello, wall! It is[\s\S]*user_[0-9a-f]{12} added 👍/,
    direct: /room [0-9a-f-]{36}[\s\S]*user-uuid-1: Hello world!/,
    platform: /online: [\s\S]*John Doe: Hello everyone!/,
  },
  curl: {
    community: /"success":true[\s\S]*"message":"Hello from curl"/,
    lobby: /Welcome to the chat, curl![\s\S]*"sender":"curl","message":"Hello from curl"/,
    reactions: /"type":"message","data":\{[^}]*"text":"Hello from curl"/,
    direct: /40\{"sid"[\s\S]*42\["room_joined"[\s\S]*42\["new_message"[^\n]*Hello from curl/,
    platform: /"status":"success"[\s\S]*"content":"Hello from curl"[\s\S]*"online_users"/,
  },
};

let server: TestServer;
let directory: string;
let context: SnippetContext;
beforeAll(async () => {
  server = await startTestServer();
  // Inside the repository, since the programs import packages that are installed there.
  const parent = join(import.meta.dirname, '../../../../test-output');
  await mkdir(parent, { recursive: true });
  directory = await mkdtemp(join(parent, 'snippets-'));
  context = snippetContext(
    {
      sandbox: {
        apiKey: 'sk_test_1234567890abcdef',
        roomId: '550e8400-e29b-41d4-a716-446655440001',
      },
      directAuth: 'none',
      communityGuests: true,
    },
    server.url,
    null,
  );
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

/** Writes a program down as its reader would. */
async function written(
  protocol: ProtocolName,
  language: Language,
  where = context,
): Promise<string> {
  const { file, code } = GUIDES[protocol].snippets(where)[language];
  const path = join(directory, file);
  await writeFile(path, code);
  return path;
}

/** Runs a program until it has printed what is expected, or ends; what it printed. */
async function printed(child: ChildProcess, expected: RegExp): Promise<string> {
  let text = '';
  await new Promise<void>((resolve) => {
    const take = (chunk: unknown) => {
      text += String(chunk);
      if (expected.test(text)) resolve();
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.on('close', () => resolve());
  });
  child.kill();
  return text;
}

describe('the programs to copy', () => {
  it.each(PROTOCOL_NAMES)('in JavaScript run: %s', async (name) => {
    const expected = PRINTED.JavaScript[name];
    const child = spawn(process.execPath, [await written(name, 'JavaScript')]);
    expect(await printed(child, expected)).toMatch(expected);
  });

  (hasCurl ? it.concurrent : it.skip).each(PROTOCOL_NAMES)('with curl run: %s', async (name) => {
    const expected = PRINTED.curl[name];
    const child = spawn('sh', [await written(name, 'curl')]);
    expect(await printed(child, expected)).toMatch(expected);
  });

  it.skipIf(!hasPython)(
    'in Python can be compiled, and run where they need no package',
    async () => {
      const paths = await Promise.all(PROTOCOL_NAMES.map((name) => written(name, 'Python')));
      const options = { env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } };
      const check = 'import ast, sys\nfor path in sys.argv[1:]: ast.parse(open(path).read())';
      await run('python3', ['-c', check, ...paths], options);
      for (const [name, expected] of [
        ['community', /signed in as Guest-[\s\S]*Guest-.*: Hello from Python/],
        ['platform', /sent [0-9a-f-]{36}[\s\S]*Jane Smith: Hello from Python/],
      ] as const) {
        const { needs } = GUIDES[name].snippets(context).Python;
        expect(needs).toContain('standard library only');
        const { stdout } = await run('python3', [await written(name, 'Python')], options);
        expect(stdout).toMatch(expected);
      }
    },
  );

  it('sign in where guests are off, the second time too', async () => {
    const guestless = { ...context, areGuestsAllowed: false };
    const programs = [
      [
        process.execPath,
        'JavaScript',
        /signed in as ada\.lovelace[\s\S]*lovelace: Hello from Java/,
      ],
      ...(hasCurl ? ([['sh', 'curl', /"success":true/]] as const) : []),
      ...(hasPython ? ([['python3', 'Python', /signed in as ada\.lovelace/]] as const) : []),
    ] as const;
    for (const [program, language, expected] of [...programs, ...programs]) {
      const child = spawn(program, [await written('community', language, guestless)]);
      expect(await printed(child, expected)).toMatch(expected);
    }
  });

  it.skipIf(!hasJava)('in Java can be compiled, without a library', async () => {
    const paths = await Promise.all(PROTOCOL_NAMES.map((name) => written(name, 'Java')));
    const { stderr } = await run('javac', ['--release', '11', '-d', directory, ...paths]);
    expect(stderr).not.toContain('error');
    const java = (name: string) =>
      spawn('java', ['-XX:TieredStopAtLevel=1', '-cp', directory, name]);
    const direct = /42\["room_joined"[\s\S]*42\["new_message"[^\n]*Hello from Java/;
    expect(await printed(java('Direct'), direct)).toMatch(direct);
  });

  it.each(PROTOCOL_NAMES)('hold placeholders, not credentials, in production: %s', (name) => {
    const facts = {
      sandbox: null,
      directAuth: 'token',
      communityGuests: false,
    } as const;
    const text = JSON.stringify(
      GUIDES[name].snippets(snippetContext(facts, 'https://chat.example.org', null)),
    );
    expect(text).not.toContain('sk_test');
    if (name === 'platform') expect(text).toContain('YOUR_API_KEY');
    if (name === 'direct') expect(text).toContain('A_USER_TOKEN');
    if (name === 'community') expect(text).toContain('/users/register');
    expect(text).toMatch(/(https|wss):\/\/chat\.example\.org/);
  });
});

async function isThere(program: string, ...args: readonly string[]): Promise<boolean> {
  try {
    await run(program, [...args]);
    return true;
  } catch {
    return false;
  }
}
