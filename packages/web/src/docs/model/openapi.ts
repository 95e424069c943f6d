import type { Schema } from './schema.ts';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
  readonly example?: unknown;
}

export interface Media {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string }>>;
  readonly content?: Readonly<Record<string, Media>>;
}

interface Operation {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, ResponseObject>>;
}

/** References followed. */
export interface OpenApiDocument {
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly 'x-tagGroups': readonly { readonly name: string; readonly tags: readonly string[] }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** One REST call. */
export interface Call {
  readonly id: string;
  readonly method: string;
  /** With `{name}` for what varies. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | null;
  readonly bodyExample: unknown;
  readonly takesForms: boolean;
  /** Names of security schemes, any of which will do; `null` among them: none is needed. */
  readonly credentials: readonly (string | null)[];
  /** By status. */
  readonly responses: Readonly<Record<string, ResponseObject>>;
}

/** The calls, in the order of their groups. */
export function callsOf({ paths, tags }: OpenApiDocument): readonly Call[] {
  const order = new Map(tags.map(({ name }, index) => [name, index]));
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      callOf(method.toUpperCase(), path, operation),
    ),
  );
  return calls.toSorted((a, b) => (order.get(a.tag) ?? 0) - (order.get(b.tag) ?? 0));
}

function callOf(method: string, path: string, operation: Operation): Call {
  const { content = {} } = operation.requestBody ?? {};
  const body = content['application/json'];
  return {
    id: operation.operationId,
    method,
    path,
    tag: operation.tags[0] ?? '',
    summary: operation.summary,
    // The document repeats the summary where there is no more to say.
    description: operation.description === operation.summary ? '' : (operation.description ?? ''),
    parameters: operation.parameters ?? [],
    body: body?.schema ?? null,
    bodyExample: body?.example,
    takesForms: 'application/x-www-form-urlencoded' in content,
    credentials: operation.security.map((scheme) => Object.keys(scheme)[0] ?? null),
    responses: operation.responses,
  };
}
