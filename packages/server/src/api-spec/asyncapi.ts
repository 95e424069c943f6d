import type { TSchema } from 'typebox';
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
  const model = (schema: TSchema, suffix: string) =>
    titled(shared.refer(asSchema(schema)), `${pascal(name)}${suffix}`);
  // The side is part of the name: one word may be said in both directions.
  const requests = Object.entries(fromClients).map(([type, frame]) => [
    receivedId(type),
    message(type, frame.about, frame, model(frame.payload, `${pascal(type)}Request`)),
  ]);
  const events = Object.entries(toClients).map(([type, frame]) => [
    sentId(type),
    message(type, frame.about, frame, model(frame.payload, `${pascal(type)}Event`)),
  ]);
  const answers = Object.entries(fromClients).flatMap(([type, { answer }]) => {
    if (answer === undefined) return [];
    const payload = model(answer.payload, `${pascal(type)}Reply`);
    return [[answerId(type), message(`${type}: callback`, answerAbout(type), answer, payload)]];
  });
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
    messages: Object.fromEntries([...requests, ...events, ...answers]),
    bindings: {
      ws: {
        method: 'GET',
        ...(query && { query: model(query, 'Query') }),
        bindingVersion: '0.1.0',
      },
    },
    'x-transport': transport,
    ...(transport === 'socket.io' && { 'x-namespace': '/' }),
    ...(auth !== null && {
      'x-auth': model(auth, 'Auth'),
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
  const operation = (action: 'receive' | 'send', type: string, summary: string, id: string) => ({
    action,
    channel: channelRef,
    title: type,
    summary,
    tags,
    ...guarded,
    messages: [messageRef(id)],
  });
  return [
    ...Object.entries(fromClients).map(([type, { about, answer }]) => {
      const received = operation('receive', type, about, receivedId(type));
      const reply = { channel: channelRef, messages: [messageRef(answerId(type))] };
      return [
        `${name}.receive.${type}`,
        { ...received, ...(answer !== undefined && { reply }) },
      ] as const;
    }),
    ...Object.entries(toClients).map(
      ([type, { about }]) =>
        [`${name}.send.${type}`, operation('send', type, about, sentId(type))] as const,
    ),
  ];
}

// One word may be said in both directions.
const receivedId = (type: string) => `client.${type}`;
const sentId = (type: string) => `server.${type}`;
const answerId = (type: string) => `callback.${type}`;
const answerAbout = (type: string) => `The argument of the callback of \`${type}\` is called with.`;
