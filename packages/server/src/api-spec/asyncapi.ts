import type { ChannelSpec, FrameSpec } from './channels.ts';
import type { DocumentAt, DocumentOptions } from './document.ts';
import { exampleOf } from './example.ts';
import { forTools } from './for-tools.ts';
import { asSchema, type JsonSchema } from './json-schema.ts';
import { SOCKET_SCHEMES } from './security.ts';
import { SharedSchemas } from './shared-schemas.ts';
import { pascal, titled } from './titled.ts';

/** The protocols' sockets as an AsyncAPI 3.0 document. Operations are the server's: it receives what clients send. */
export function asyncApiOf(
  specs: readonly ChannelSpec[],
  { version, limits }: DocumentOptions,
): DocumentAt {
  const shared = new SharedSchemas((schema) => forTools(schema, limits, 'draft-07'));
  for (const { schemas } of specs)
    for (const [name, schema] of Object.entries(schemas)) shared.add(name, asSchema(schema));
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Koine',
      version,
      description: [
        'One chat server, five chat protocols: all WebSocket and Socket.IO messages. HTTP calls are in `/docs/openapi.json`.',
        ...specs.map(({ title, about }) => `## ${title}\n\n${about}`),
      ].join('\n\n'),
      license: { name: 'MIT' },
      tags: specs.map(({ name, title }) => ({ name, description: title })),
    },
    defaultContentType: 'application/json',
    servers: {},
    channels: Object.fromEntries(specs.map((spec) => [spec.name, channel(spec, shared)])),
    operations: Object.fromEntries(specs.flatMap(operations)),
    components: {
      schemas: Object.fromEntries(
        Object.entries(shared.components()).map(([name, schema]) => [name, titled(schema, name)]),
      ),
      securitySchemes: SOCKET_SCHEMES,
    },
  };
  return (origin) => ({ ...document, servers: serversAt(origin) });
}

function serversAt(origin: string) {
  const { host, protocol, pathname } = new URL(origin);
  return {
    koine: {
      host,
      protocol: protocol === 'https:' ? 'wss' : 'ws',
      ...(pathname !== '/' && { pathname }),
      description: 'The server that this document came from',
    },
  };
}

function channel(spec: ChannelSpec, shared: SharedSchemas) {
  const { name, title, about, transport, address, path, query, auth } = spec;
  const { fromClients, toClients, closes, errors } = spec;
  const isSocketIo = transport === 'socket.io';
  // The side is part of the name: one word may be said in both directions.
  const payloadOf = (
    frame: Pick<FrameSpec, 'payload'>,
    type: string,
    side: 'Request' | 'Event' | 'Reply',
  ) => titled(shared.refer(asSchema(frame.payload)), `${pascal(name)}${pascal(type)}${side}`);
  const answers = Object.entries(fromClients).flatMap(([type, { answer }]) =>
    answer === undefined
      ? []
      : [
          [
            answerId(type),
            message(
              `${type}: callback`,
              answerAbout(type),
              answer,
              payloadOf(answer, type, 'Reply'),
            ),
          ] as const,
        ],
  );
  return {
    address,
    title,
    description: about,
    servers: [{ $ref: '#/servers/koine' }],
    tags: [{ name }],
    ...(Object.keys(path).length > 0 && {
      parameters: Object.fromEntries(
        Object.entries(path).map(([key, parameter]) => [
          key,
          { description: parameter.about, examples: [parameter.example] },
        ]),
      ),
    }),
    messages: Object.fromEntries([
      ...Object.entries(fromClients).map(([type, frame]) => [
        receivedId(type),
        message(type, frame.about, frame, payloadOf(frame, type, 'Request')),
      ]),
      ...Object.entries(toClients).map(([type, frame]) => [
        sentId(type),
        message(type, frame.about, frame, payloadOf(frame, type, 'Event')),
      ]),
      ...answers,
    ]),
    bindings: {
      ws: {
        method: 'GET',
        ...(query && { query: titled(shared.refer(asSchema(query)), `${pascal(name)}Query`) }),
        bindingVersion: '0.1.0',
      },
    },
    'x-transport': transport,
    ...(isSocketIo && { 'x-namespace': '/' }),
    ...(auth !== null && {
      'x-auth': titled(shared.refer(asSchema(auth)), `${pascal(name)}Auth`),
      'x-auth-example': exampleOf(asSchema(auth)),
    }),
    'x-closes': closes.map(({ code, reason, about: description }) => ({
      code,
      reason,
      description,
    })),
    'x-errors': errors,
  };
}

function message(
  name: string,
  summary: string,
  { examples }: Pick<FrameSpec, 'examples'>,
  payload: JsonSchema,
) {
  return {
    name,
    title: name,
    summary,
    payload,
    examples: examples.map((example) => ({ payload: example })),
  };
}

function operations(spec: ChannelSpec): (readonly [string, object])[] {
  const { name, fromClients, toClients, credentials } = spec;
  const channelRef = { $ref: `#/channels/${name}` };
  const messageRef = (id: string) => ({ $ref: `#/channels/${name}/messages/${id}` });
  const tags = [{ name }];
  const security = credentials.map((scheme) => ({
    $ref: `#/components/securitySchemes/${scheme}`,
  }));
  const guarded = security.length > 0 ? { security } : {};
  return [
    ...Object.entries(fromClients).map(([type, { about, answer }]) => {
      const reply = { channel: channelRef, messages: [messageRef(answerId(type))] };
      const operation = {
        action: 'receive',
        channel: channelRef,
        title: type,
        summary: about,
        tags,
        ...guarded,
        messages: [messageRef(receivedId(type))],
        ...(answer !== undefined && { reply }),
      };
      return [`${name}.receive.${type}`, operation] as const;
    }),
    ...Object.entries(toClients).map(([type, { about }]) => {
      const messages = [messageRef(sentId(type))];
      const operation = {
        action: 'send',
        channel: channelRef,
        title: type,
        summary: about,
        tags,
        ...guarded,
        messages,
      };
      return [`${name}.send.${type}`, operation] as const;
    }),
  ];
}

// One word may be said in both directions.
const receivedId = (type: string) => `client.${type}`;
const sentId = (type: string) => `server.${type}`;
const answerId = (type: string) => `callback.${type}`;
const answerAbout = (type: string) => `The argument of the callback of \`${type}\` is called with.`;
