import type { HttpRequest } from '../../lib/http-request.ts';
import { AUTH_METHODS, type AuthMethod, type Credentials } from '../credentials.ts';
import type { Call } from '../model/openapi.ts';
import { EXCEPTIONS } from './exceptions.ts';

/** What stands in a call's form. */
export interface CallForm {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** JSON, as it will be sent; `null`: none. */
  readonly body: string | null;
  /** Name of the security scheme; `null`: nothing is shown. */
  readonly credential: string | null;
  /** Credentials that were made for this call: they go before those that were entered. */
  readonly prepared: Readonly<Record<string, string>>;
}

/** How the form begins: with the examples, and with the first credential that is at hand. */
export function initialForm(call: Call, credentials: Credentials | null): CallForm {
  const valuesOf = (place: 'path' | 'query') =>
    Object.fromEntries(
      call.parameters
        .filter((parameter) => parameter.in === place && parameter.example !== undefined)
        .map(({ name, example }) => [name, String(example)]),
    );
  const has = (name: string | null) =>
    name !== null && (credentials?.[AUTH_METHODS[name]?.name ?? 'adminKey'] ?? '') !== '';
  return {
    path: valuesOf('path'),
    query: valuesOf('query'),
    body: call.body === null ? null : JSON.stringify(exampleBody(call), null, 2),
    credential: call.credentials.find(has) ?? call.credentials[0] ?? null,
    prepared: {},
  };
}

function exampleBody(call: Call): object {
  const example = typeof call.bodyExample === 'object' ? { ...call.bodyExample } : {};
  const entries = Object.entries({ ...example, ...EXCEPTIONS[call.id]?.values });
  return Object.fromEntries(
    entries.map(([name, value]) => [name, isNewName(call, name) ? newName(value) : value]),
  );
}

/** Whether it names what the call makes: the next one must have another name. */
export function isNewName({ path }: Call, name: string): boolean {
  const [thing] = /(?:users\/register|\/users|\/create-\w+)$/.exec(path) ?? [];
  return thing !== undefined && ['id', 'uid', 'user_id', 'username'].includes(name);
}

function newName(example: unknown): string {
  const [start] = String(example).split(/[-_]/);
  return `${start}_${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36)}`;
}

/** How the form's caller shows who they are, and by what (empty: it is not entered yet); `null`: not at all. */
export function chosenCredential({ credential, prepared }: CallForm, credentials: Credentials) {
  const method: AuthMethod | undefined = AUTH_METHODS[credential ?? ''];
  if (method === undefined) return null;
  return { method, value: prepared[method.name] ?? credentials[method.name] };
}

/** The request as it goes out. `origin`: of this server. */
export function requestOf(
  call: Call,
  form: CallForm,
  credentials: Credentials,
  origin: string,
): HttpRequest {
  const path = call.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(form.path[name] ?? ''),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(form.query)) if (value !== '') query.set(name, value);
  const headers: Record<string, string> = {};
  const chosen = chosenCredential(form, credentials);
  if (chosen !== null && chosen.value !== '') {
    const { method, value } = chosen;
    if (method.header !== undefined) headers[method.header] = `${method.before ?? ''}${value}`;
    if (method.query !== undefined) query.set(method.query, value);
  }
  if (form.body !== null) headers['Content-Type'] = 'application/json';
  const search = query.size === 0 ? '' : `?${query}`;
  return { method: call.method, url: `${origin}${path}${search}`, headers, body: form.body };
}
