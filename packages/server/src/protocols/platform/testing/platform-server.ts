import { FrameClient } from '../../../testing/frame-client.ts';
import {
  startTestServer,
  type TestServer,
  type TestServerOptions,
} from '../../../testing/test-server.ts';

export const KEY = 'sk_test_1234567890abcdef';
export const ROOM = '550e8400-e29b-41d4-a716-446655440001';

export interface Call {
  readonly body?: unknown;
  /** `null`: none. Default: the sandbox's. */
  readonly key?: string | null;
  /** Sent as `Authorization: Bearer`, instead of the key. */
  readonly bearer?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shapes they assert.
  readonly body: any;
}

/** A running server and short ways to its platform side. */
export interface PlatformServer extends AsyncDisposable {
  readonly server: TestServer;
  /** `request` is as in the page: `POST /rooms/{id}/join`, without the prefix. */
  call(request: string, call?: Call): Promise<Reply>;
  /** Opens a connection; `params` without a token gets the sandbox's key. */
  open(roomId: string, params?: Readonly<Record<string, string>>): Promise<FrameClient>;
  /** Opens a connection of a named user and takes its first frame. */
  enter(userId: string, roomId?: string): Promise<FrameClient>;
  /** A room of the sandbox's app; its id. */
  makeRoom(draft?: object): Promise<string>;
  /** A user token of the sandbox's app. */
  makeToken(claims: object): Promise<string>;
  /** A second app; its key. */
  makeApp(): Promise<string>;
}

export async function startPlatform(options: TestServerOptions = {}): Promise<PlatformServer> {
  const server = await startTestServer(options);
  const call: PlatformServer['call'] = async (
    request,
    { body, key = KEY, bearer, headers } = {},
  ) => {
    const [method = 'GET', path = ''] = request.split(' ');
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: {
        ...(bearer === undefined
          ? key !== null && { 'X-API-Key': key }
          : { Authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const open: PlatformServer['open'] = (roomId, params = {}) => {
    const query = new URLSearchParams({ token: KEY, ...params });
    return FrameClient.open(`${server.wsUrl}/ws/${roomId}?${query}`);
  };
  return {
    server,
    call,
    open,
    async enter(userId, roomId = ROOM) {
      const client = await open(roomId, { user_id: userId });
      await client.next();
      return client;
    },
    async makeRoom(draft = {}) {
      const { body } = await call('POST /rooms', { body: { name: 'Room', ...draft } });
      return body.data.id;
    },
    async makeToken(claims) {
      const { body } = await call('POST /tokens', { body: claims });
      return body.data.token;
    },
    async makeApp() {
      const headers = { 'X-Admin-Key': server.config.adminKey };
      const { body } = await call('POST /clients', { key: null, headers, body: { name: 'Other' } });
      return body.data.api_key;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Frames of one type, in order, until there is one; others are skipped. */
// biome-ignore lint/suspicious/noExplicitAny: as `FrameClient.next`.
export async function nextOf(client: FrameClient, type: string): Promise<any> {
  for (;;) {
    const frame = await client.next();
    if (frame.type === type) return frame;
  }
}

/** Everything that came before the answer to a ping: what the server had to say to this client up to now. */
// biome-ignore lint/suspicious/noExplicitAny: as `FrameClient.next`.
export async function framesUpToNow(client: FrameClient): Promise<any[]> {
  client.send({ type: 'ping', data: {} });
  const frames = [];
  for (;;) {
    const frame = await client.next();
    if (frame.type === 'pong') return frames;
    frames.push(frame);
  }
}
