import { type Credentials, WAYS } from '../credentials.ts';
import type { Call } from '../model/openapi.ts';

/** What stands in a call's form. */
export interface Filled {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** JSON, as it will be sent; `null`: none. */
  readonly body: string | null;
  /** Name of the security scheme; `null`: nothing is shown. */
  readonly credential: string | null;
}

export interface PreparedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** How the form begins: with the examples, and with the first credential that is at hand. */
export function beginning(call: Call, credentials: Credentials): Filled {
  const valuesOf = (place: 'path' | 'query') =>
    Object.fromEntries(
      call.parameters
        .filter((parameter) => parameter.in === place && parameter.example !== undefined)
        .map(({ name, example }) => [name, String(example)]),
    );
  const has = (name: string | null) =>
    name !== null && credentials[WAYS[name]?.name ?? 'adminKey'] !== '';
  return {
    path: valuesOf('path'),
    query: valuesOf('query'),
    body: call.body === null ? null : JSON.stringify(call.bodyExample ?? {}, null, 2),
    credential: call.credentials.find(has) ?? call.credentials[0] ?? null,
  };
}

/** The request as it goes out. `origin`: of this server. */
export function prepare(
  call: Call,
  filled: Filled,
  credentials: Credentials,
  origin: string,
): PreparedRequest {
  const path = call.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(filled.path[name] ?? ''),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filled.query))
    if (value !== '') query.set(name, value);
  const headers: Record<string, string> = {};
  const way = filled.credential === null ? undefined : WAYS[filled.credential];
  const value = way === undefined ? '' : credentials[way.name];
  if (way !== undefined && value !== '') {
    if (way.header !== undefined) headers[way.header] = `${way.before ?? ''}${value}`;
    if (way.query !== undefined) query.set(way.query, value);
  }
  if (filled.body !== null) headers['Content-Type'] = 'application/json';
  const search = query.size === 0 ? '' : `?${query}`;
  return { method: call.method, url: `${origin}${path}${search}`, headers, body: filled.body };
}

/** What came back, exactly. */
export type Outcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly statusText: string;
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly body: string;
      readonly bytes: number;
      readonly ms: number;
    }
  | { readonly kind: 'failed'; readonly why: string };

/** Never rejects. */
export async function send(request: PreparedRequest): Promise<Outcome> {
  const { method, url, headers, body } = request;
  const startedAt = performance.now();
  try {
    const answer = await fetch(url, { method, headers: { ...headers }, body, cache: 'no-store' });
    const bytes = await answer.arrayBuffer();
    return {
      kind: 'answer',
      status: answer.status,
      statusText: answer.statusText,
      headers: Array.from(answer.headers),
      body: new TextDecoder().decode(bytes),
      bytes: bytes.byteLength,
      ms: performance.now() - startedAt,
    };
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? error.message : 'No answer' };
  }
}
