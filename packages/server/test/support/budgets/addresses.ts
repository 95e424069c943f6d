import { once } from 'node:events';
import { request } from 'node:http';
import { systemActor } from '../../../src/core/actor.ts';
import { SANDBOX } from '../../../src/server/sandbox.ts';
import { DirectClient } from '../../clients/direct-client.ts';
import { LobbyClient } from '../../clients/lobby-client.ts';
import {
  type Ask,
  type Asking,
  address,
  bearer,
  byAddress,
  call,
  from,
  key,
  newName,
  wordsIn,
} from './setup.ts';

/** What counts by address: `other` comes from another one. */
function fromTwo(ask: (ip: string) => Promise<string | null>): Asking {
  const [here, there] = [address(), address()];
  return { own: () => ask(here), other: () => ask(there) };
}

const wrong = () => ({ url: byAddress.url, headers: { 'x-admin-key': 'wrong' } });
let doors = 0;

export const ADDRESSES = {
  connect: async () =>
    fromTwo(async (ip) => {
      const client = LobbyClient.enter(byAddress.wsUrl, newName('lena'), from(ip));
      return client.then(
        async (let_in) => {
          await let_in[Symbol.asyncDispose]();
          return null;
        },
        (error: unknown) => wordsIn(error),
      );
    }),
  refusedConnect: async () =>
    fromTwo(async (ip) => {
      const options = { ...from(ip), auth: { token: 'wrong' }, transports: ['polling' as const] };
      // Polls count as connections too: of those there are enough for this.
      const text = await DirectClient.open(byAddress.url, 'x', options).then(() => '', wordsIn);
      return text === 'Unauthorized' ? null : text;
    }),
  signIn: async () =>
    fromTwo((ip) =>
      call('/users/login', {
        url: byAddress.url,
        ip,
        method: 'POST',
        body: { username: 'nobody', password: 'whatever' },
      }),
    ),
  guestSignIn: async () =>
    fromTwo((ip) =>
      call('/users/login', { url: byAddress.url, ip, method: 'POST', body: { guest: 1 } }),
    ),
  communityCall: async () => fromTwo((ip) => call('/rooms', { url: byAddress.url, ip })),
  socketAddress: async () => fromTwo((ip) => call('/websocket', { url: byAddress.url, ip })),
  platformAnonymousCall: async () =>
    fromTwo((ip) =>
      call('/api/v1/rooms', { url: byAddress.url, ip, headers: key('sk_test_wrong') }),
    ),
  wrongOperatorKey: async () =>
    fromTwo((ip) => {
      const paths = ['/api/admin/me', '/api/v1/clients', '/api/admin/me'];
      const path = paths[doors++ % paths.length] ?? '';
      return call(path, {
        ...wrong(),
        ip,
        ...(path.endsWith('clients') && { method: 'POST', body: { name: 'x' } }),
      });
    }),
  documentForHost: async () => fromTwo(documentFor),
};

/** `fetch` sends no other host than the one it asks. */
async function documentFor(ip: string): Promise<string | null> {
  const { hostname, port } = new URL(byAddress.url);
  const headers = { host: newName('h'), 'x-forwarded-for': ip };
  const asked = request({ hostname, port, path: '/docs/openapi.json', headers }).end();
  const [answer] = await once(asked, 'response');
  let text = '';
  for await (const part of answer) text += part;
  return answer.statusCode === 200 ? null : text;
}

export const platformCall = async () => {
  const token = async (userId: string) =>
    byAddress.core.apps.issueUserToken(
      systemActor(SANDBOX.appId),
      { userId, userName: null, rooms: null },
      Date.now() + 60_000,
    );
  const asking =
    (secret: string): Ask =>
    () =>
      call('/api/v1/rooms', { url: byAddress.url, headers: bearer(secret) });
  return { own: asking(await token('one')), other: asking(await token('two')) };
};
