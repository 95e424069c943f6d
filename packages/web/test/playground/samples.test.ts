import { io, type Socket } from 'socket.io-client';
import type { TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../contract/src/index.ts';
import { CLIENT_EVENTS as COMMUNITY } from '../../../server/src/protocols/community/schema.ts';
import { clientEvents } from '../../../server/src/protocols/direct/schema.ts';
import { ClientFrame as LobbyFrame } from '../../../server/src/protocols/lobby/schema.ts';
import { CLIENT_FRAMES } from '../../../server/src/protocols/platform/schema.ts';
import { CLIENT_FRAMES as REACTIONS } from '../../../server/src/protocols/reactions/schema.ts';
import { FrameClient } from '../../../server/src/testing/frame-client.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { parseJson, textProperty } from '../../src/lib/json.ts';
import type { ProtocolName } from '../../src/lib/server-facts.ts';
import { describeFrame } from '../../src/playground/console/describe-frame.ts';
import { describePacket } from '../../src/playground/console/socket-io-packet.ts';
import { urlOf } from '../../src/playground/console/url-params.ts';
import { GUIDES } from '../../src/playground/guides.ts';
import { idsIn } from '../../src/playground/samples/ids-in.ts';
import {
  DEFAULT_IDS,
  payloadOf,
  type Sample,
  type SampleIds,
  textOf,
} from '../../src/playground/samples/sample.ts';
import { snippetContext } from '../../src/playground/snippets/snippet.ts';

const limits = {
  userIdCharsMax: LIMITS.userIdCharsMax.default,
  pageSizeMax: LIMITS.pageSizeMax.default,
  clientKeyCharsMax: LIMITS.clientKeyCharsMax.default,
};

/** What a client may send, by the name that its samples carry: the server's own schemas. */
const SCHEMAS: Readonly<Record<ProtocolName, Readonly<Record<string, TSchema>>>> = {
  lobby: { message: LobbyFrame },
  reactions: REACTIONS,
  community: COMMUNITY,
  direct: clientEvents(limits),
  platform: CLIENT_FRAMES,
};
const PROTOCOLS = Object.values(GUIDES);

/** The name of a ready-made frame: its event, else what the console would call it. */
function nameOf(sample: Sample): string {
  return sample.event ?? describeFrame(textOf(sample, DEFAULT_IDS)).type;
}

describe.each(PROTOCOLS)('the ready-made frames of $name', ({ name, samples, isSocketIo }) => {
  const good = samples.filter(({ isInvalid }) => !isInvalid);

  it('are one at least for everything that a client may send', () => {
    expect(new Set(good.map(nameOf))).toEqual(new Set(Object.keys(SCHEMAS[name])));
  });

  it.each(good)('fit the server’s schema: $title', (sample) => {
    const schema = SCHEMAS[name][nameOf(sample)];
    expect(schema && Check(schema, payloadOf(sample, DEFAULT_IDS))).toBe(true);
  });

  it('have unique titles, and are events exactly where there are events', () => {
    expect(new Set(samples.map(({ title }) => title)).size).toBe(samples.length);
    for (const { event } of samples) expect(event !== undefined).toBe(isSocketIo);
  });
});

describe('sent to a server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ settings: { lobby: { room: 'lobby' } } });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const context = () =>
    snippetContext(
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

  it.each(PROTOCOLS.filter(({ isSocketIo }) => !isSocketIo))(
    'the good ones of $name are taken, the faulty ones refused',
    async ({ path, params, samples }) => {
      const url = urlOf(server.wsUrl, path, params(context()));
      await using client = await FrameClient.open(url);
      let seen: SampleIds = DEFAULT_IDS;
      for (const sample of samples) {
        client.sendRaw(textOf(sample, seen));
        // A mark behind it: whatever the answer is, it has come once the mark's has.
        const mark = 'no JSON: the mark';
        client.sendRaw(mark);
        const errors = [];
        // A taken message is answered when it is stored, maybe after the mark's error.
        const answer = SILENT.has(sample.title) ? null : ANSWERS[nameOf(sample)];
        let isAnswered = sample.isInvalid || answer == null;
        for (let marks = 0; marks === 0 || !isAnswered; ) {
          const text = await client.nextText();
          seen = { ...seen, ...idsIn(text, false) };
          if (describeFrame(text).isError) errors.push(text);
          if (errors.length === (sample.isInvalid ? 2 : 1)) marks = 1;
          if (describeFrame(text).type === answer) isAnswered = true;
        }
        expect([sample.title, errors.length]).toEqual([sample.title, sample.isInvalid ? 2 : 1]);
      }
    },
  );

  it.each(PROTOCOLS.filter(({ isSocketIo }) => isSocketIo))(
    'the good ones of $name are acknowledged, the faulty ones refused',
    async ({ name, samples, ids: idsAtFirst }) => {
      const token = await register(server.url);
      const room = await makeRoom(server.url, token);
      const socket = io(server.url, { transports: ['websocket'], forceNew: true });
      let seen: SampleIds = { ...DEFAULT_IDS, ...idsAtFirst?.(context()), token, roomId: room };
      const errors: string[] = [];
      socket.io.engine.on('packet', ({ data }) => {
        const text = `4${String(data)}`;
        seen = { ...seen, ...idsIn(text, true) };
        if (describePacket(text).isError) errors.push(text);
      });
      for (const sample of samples) {
        errors.length = 0;
        const answer = await ask(socket, sample, seen);
        const isRefused = errors.length > 0;
        expect([name, sample.title, isRefused, answer]).toEqual([
          name,
          sample.title,
          sample.isInvalid,
          answer,
        ]);
      }
      socket.disconnect();
    },
  );
});

/** What a good frame is answered with; the others are not answered. */
const ANSWERS: Readonly<Record<string, string>> = {
  message: 'message',
  send_message: 'message',
  add_reaction: 'reaction_updated',
  get_online_users: 'connection_status',
  ping: 'pong',
  edit: 'ack',
  react: 'ack',
  read: 'ack',
  delete: 'ack',
};
const SILENT: ReadonlySet<string> = new Set(['typing', 'typing ended']);

function ask(socket: Socket, sample: Sample, seen: SampleIds): Promise<unknown> {
  const payload = parseJson(textOf(sample, seen));
  return new Promise((resolve) => socket.emit(sample.event ?? '', payload, resolve));
}

async function post(url: string, body: unknown, token = ''): Promise<unknown> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.json();
}

async function register(url: string): Promise<string> {
  const account = { username: 'sample.sender', password: 'a long password' };
  let answer = await post(`${url}/users/register`, account);
  if (textProperty(answer, 'token') === undefined)
    answer = await post(`${url}/users/login`, account);
  return textProperty(answer, 'token') ?? '';
}

async function makeRoom(url: string, token: string): Promise<string> {
  const answer = await post(`${url}/rooms`, { name: 'Samples' }, token);
  const room = typeof answer === 'object' && answer !== null && Reflect.get(answer, 'room');
  return textProperty(room, 'uid') ?? '';
}
