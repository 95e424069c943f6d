import { setImmediate } from 'node:timers/promises';
import type { AllLimits } from '@koine/contract';
import type { FastifySchema } from 'fastify';
import type { DocumentAt, DocumentOptions } from './document.ts';
import { errorResponses } from './error-responses.ts';
import { exampleOf } from './example.ts';
import { forTools } from './for-tools.ts';
import { asSchema, type JsonSchema, propertiesOf, requiredOf, textIn } from './json-schema.ts';
import type { RecordedRoute, RestSpec } from './rest.ts';
import { SECURITY_SCHEMES, securityOf } from './security.ts';
import { SharedResponses } from './shared-responses.ts';
import { SharedSchemas } from './shared-schemas.ts';

/**
 * The routes as an OpenAPI 3.1 document: what the schemas say, and the words that stand beside them. Not by `@fastify/swagger`: from
 * the same routes it makes 37 of the 226 examples, none of the 818 rejections and no shared shapes. With its transforms given
 * those, it would spare the few lines that name parameters.
 */
export async function openApiOf(
  routes: readonly RecordedRoute[],
  { version, limits }: DocumentOptions,
): Promise<DocumentAt> {
  const described = await Promise.all(
    routes.map(async (route) => ({ route, scope: await route.spec() })),
  );
  const scopes = new Set(described.map(({ scope }) => scope));
  const shared = new SharedSchemas((schema) => forTools(schema, limits, '2020-12'));
  for (const { schemas } of scopes)
    for (const [name, schema] of Object.entries(schemas)) shared.add(name, asSchema(schema));
  const operations = [];
  for (const { route, scope } of described) {
    // Each takes about a millisecond, and everyone else is served between them.
    await setImmediate();
    operations.push({ route, scope, ...operation(route, scope, { shared, limits }) });
  }
  const responses = new SharedResponses();
  for (const { rejections } of operations)
    for (const one of Object.values(rejections)) responses.count(one);
  const paths: Record<string, object> = {};
  for (const { route, scope, words, done, rejections } of operations) {
    const path = pathOf(route.url);
    const refused = Object.entries(rejections).map(([status, answer]) => [
      status,
      responses.refer(`${scope.name}-${status}`, answer),
    ]);
    const isRefusing = refused.some(([status]) => String(status).startsWith('4'));
    const refusedAnswers = isRefusing
      ? Object.fromEntries(refused)
      : { ...Object.fromEntries(refused), ...ANY_REFUSAL };
    const operationObject = { ...words, responses: { ...done, ...refusedAnswers } };
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationObject };
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Koine',
      version,
      summary: 'One chat server, five chat protocols: the REST calls.',
      description: [
        'All HTTP calls. WebSocket and Socket.IO messages are in `/docs/asyncapi.json`.',
        ...Array.from(scopes, ({ name, about }) => `## ${name}\n\n${about}`),
      ].join('\n\n'),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [],
    tags: Array.from(scopes).flatMap(({ tags }) =>
      Object.entries(tags).map(([name, description]) => ({ name, description })),
    ),
    'x-tagGroups': Array.from(scopes, ({ name, tags }) => ({ name, tags: Object.keys(tags) })),
    paths,
    components: {
      schemas: shared.components(),
      responses: responses.components(),
      securitySchemes: SECURITY_SCHEMES,
    },
  };
  return (url) => ({
    ...document,
    servers: [{ url, description: 'The server that this document came from' }],
  });
}

function operation(
  { url, schema }: RecordedRoute,
  scope: RestSpec,
  { shared, limits }: { readonly shared: SharedSchemas; readonly limits: AllLimits },
) {
  const { summary, description, operationId, tag = '', credentials = ['anonymous'] } = schema;
  const security = securityOf(credentials);
  const body = schema.body === undefined ? undefined : asSchema(schema.body);
  const parameters = [...pathParameters(url, schema), ...queryParameters(schema)].map((one) => ({
    ...one,
    schema: shared.refer(one.schema),
  }));
  const takesInput = body !== undefined || parameters.length > 0;
  const errors = [
    ...(schema.errors ?? []),
    ...(takesInput ? scope.inputErrors : []),
    ...scope.errors,
  ];
  const headersOf = (status: number) => headers(scope, shared, status);
  const rejection = shared.refer(asSchema(scope.errorShape));
  return {
    words: {
      tags: [tag],
      summary,
      // Tools of others look for one on every call.
      description: description ?? summary,
      operationId,
      security,
      ...(parameters.length > 0 && { parameters }),
      ...(body !== undefined && { requestBody: requestBody(body, scope, shared) }),
    },
    done: answers(schema, shared, headersOf),
    rejections: errorResponses(
      errors,
      { scope, limits, hasBody: body !== undefined },
      rejection,
      headersOf,
    ),
  };
}

function requestBody(body: JsonSchema, { takesForms }: RestSpec, shared: SharedSchemas) {
  const content = { schema: shared.refer(body), example: exampleOf(body) };
  return {
    required: requiredOf(body).length > 0,
    content: {
      'application/json': content,
      ...(takesForms && { 'application/x-www-form-urlencoded': { schema: content.schema } }),
    },
  };
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  readonly example?: unknown;
}

function pathParameters(url: string, { params }: FastifySchema): Parameter[] {
  const described = new Map(propertiesOf(asSchema(params ?? {})));
  return Array.from(url.matchAll(PARAMETER), ([, name = '']) => {
    const { description, ...schema } = described.get(name) ?? { type: 'string' };
    const about = typeof description === 'string' ? { description } : {};
    const example = exampleOf(schema, name);
    return { name, in: 'path', required: true, ...about, schema, example };
  });
}

function queryParameters({ querystring }: FastifySchema): Parameter[] {
  const query = asSchema(querystring ?? {});
  const required = requiredOf(query);
  return propertiesOf(query).map(([name, { description, ...schema }]) => {
    const isRequired = required.includes(name);
    return {
      name,
      in: 'query',
      required: isRequired,
      ...(typeof description === 'string' && { description }),
      schema,
      ...(isRequired && { example: exampleOf(schema, name) }),
    };
  });
}

/** What stands in a route's `response`: a schema by status, of JSON unless it says otherwise. */
function answers(
  { response }: FastifySchema,
  shared: SharedSchemas,
  headersOf: (status: number) => object | undefined,
) {
  return Object.fromEntries(
    Object.entries(asSchema(response ?? {})).map(([status, given]) => {
      const schema = asSchema(given);
      const described = headersOf(Number(status));
      const base = {
        description: textIn(schema, 'description') ?? WORDS[status] ?? 'Done',
        ...(described && { headers: described }),
      };
      if (schema['type'] === 'null') return [status, base];
      const media = textIn(schema, 'contentMediaType');
      if (media !== undefined) {
        const { contentMediaType: _, examples, ...text } = schema;
        const example = Array.isArray(examples) ? { example: examples[0] } : {};
        return [status, { ...base, content: { [media]: { schema: text, ...example } } }];
      }
      const content = { schema: shared.refer(schema), example: exampleOf(schema) };
      return [status, { ...base, content: { 'application/json': content } }];
    }),
  );
}

function headers(scope: RestSpec, shared: SharedSchemas, status: number): object | undefined {
  const entries = Object.entries(scope.headers).filter(
    ([, header]) => header.status === undefined || header.status === status,
  );
  if (entries.length === 0) return undefined;
  return Object.fromEntries(
    entries.map(([name, { about, schema }]) => [
      name,
      { description: about, schema: shared.refer(asSchema(schema)) },
    ]),
  );
}

/** Of a call that asks for nothing that could be wrong. */
const ANY_REFUSAL = {
  '4XX': { description: 'A request that is no valid HTTP, or is over the limits of its address' },
};

const PARAMETER = /:(\w+)/g;

const WORDS: Readonly<Record<string, string>> = {
  '200': 'Done',
  '201': 'Made',
  '204': 'Done; there is no body',
};

function pathOf(url: string): string {
  return url.replace(PARAMETER, '{$1}');
}
