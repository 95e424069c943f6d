/** What an app's own data may hold is the same at every entrance, so that what is stored can be shown, exported and imported. */
import { describe, expect, it } from 'vitest';
import { tempDirectory } from '../src/testing/temp-directory.ts';
import { startTestServer, type TestServer } from '../src/testing/test-server.ts';
import { PlatformClient, SANDBOX_ROOM } from './clients/platform-client.ts';
import { PlatformApi } from './clients/rest.ts';
import { cli } from './support/cli.ts';

const DEEP = 32;
const nested = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;

describe.each([
  '{"constructor":{"prototype":{"x":1}}}',
  '{"a":[{"constructor":{"prototype":null}}],"prototype":{},"toString":7,"hasOwnProperty":null}',
  nested(DEEP),
])('meta %s', (text) => {
  it('is taken by REST and by socket, shown, exported, and imported in both ways', async () => {
    const meta: unknown = JSON.parse(text);
    await using server = await startTestServer();
    const api = new PlatformApi(server.url);
    const data = expect.objectContaining({ meta });
    expect(await api.call('POST', '/rooms', { name: 'x', meta })).toMatchObject({ body: { data } });
    const user = { user_id: 'u1', user_name: 'x', meta };
    expect(await api.call('POST', '/users', user)).toMatchObject({ body: { data } });
    const path = `/rooms/${SANDBOX_ROOM}/messages`;
    const sent = await api.call('POST', path, { sender_id: 'u1', content: 'x', meta });
    expect(sent).toMatchObject({ body: { data } });
    await using client = await PlatformClient.enter(server.wsUrl, 'u1');
    client.send('message', { content: 'by socket', meta });
    await client.frames.find(({ type }) => type === 'ack');
    const shown = await api.call('GET', `${path}?size=2`);
    expect(shown).toMatchObject({ body: { data: [data, data] } });

    const archive = await exported(server);
    expect(archive.split('\n').filter((line) => line.includes(text))).toHaveLength(4);
    await using directory = await tempDirectory();
    await using other = await startTestServer();
    for (const to of [
      ['--data', directory.path],
      ['--data', other.config.data],
    ]) {
      const env = { KOINE_ADMIN_KEY: other.config.adminKey };
      const imported = await cli(['import', '-', ...to], { stdin: archive, env });
      expect(imported).toMatchObject({ code: 0, stderr: '' });
    }
    expect((await exported(other)).split(text)).toHaveLength(5);
  });
});

describe.each([
  ['{"__proto__":{"x":1}}', 'must not have a key __proto__'],
  ['{"a":[{"__proto__":1}]}', 'must not have a key __proto__'],
  [nested(DEEP + 1), 'must not be more than 32 levels deep'],
])('meta %s', (text, why) => {
  it('is refused by REST and by socket', async () => {
    const meta: unknown = JSON.parse(text);
    await using server = await startTestServer();
    const api = new PlatformApi(server.url);
    const path = `/rooms/${SANDBOX_ROOM}/messages`;
    for (const [call, fields] of [
      ['/rooms', { name: 'x' }],
      ['/users', { user_id: 'u1', user_name: 'x' }],
      [path, { sender_id: 'u1', content: 'x' }],
    ] as const)
      expect(await api.call('POST', call, { ...fields, meta }), call).toMatchObject({
        status: 422,
      });
    await using client = await PlatformClient.enter(server.wsUrl, 'u1');
    client.send('message', { content: 'x', meta });
    expect(await client.rejection()).toBe(`data.meta ${why}`);
  });

  it('stops an import by its line, in both ways', async () => {
    await using server = await startTestServer();
    const api = new PlatformApi(server.url);
    const path = `/rooms/${SANDBOX_ROOM}/messages`;
    const sent = { sender_id: 'u1', content: 'x', meta: { here: 1 } };
    for (const content of ['one', 'two']) await api.ask('POST', path, { ...sent, content });
    const lines = (await exported(server)).split('\n');
    const at = lines.findLastIndex((line) => line.includes('{"here":1}'));
    const stdin = lines.with(at, lines[at]?.replace('{"here":1}', text) ?? '').join('\n');
    await using directory = await tempDirectory();
    await using other = await startTestServer();
    for (const to of [
      ['--data', directory.path],
      ['--data', other.config.data],
    ]) {
      const env = { KOINE_ADMIN_KEY: other.config.adminKey };
      const imported = await cli(['import', '-', '--json', ...to], { stdin, env });
      expect(JSON.parse(imported.stdout)).toMatchObject({
        made: { message: 1 },
        problem: `line ${at + 1}: message/meta ${why}`,
      });
    }
  });
});

/** The sandbox's app, through the server that runs. */
async function exported({ config }: TestServer): Promise<string> {
  const env = { KOINE_ADMIN_KEY: config.adminKey };
  const args = ['export', '--app', 'sandbox', '--data', config.data];
  const { code, stdout, stderr } = await cli(args, { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^exported /) });
  return stdout;
}
