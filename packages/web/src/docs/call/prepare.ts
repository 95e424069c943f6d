import type { HttpRequest, HttpResponse } from '../../lib/http-request.ts';
import { parseJson } from '../../lib/json.ts';
import type { Credentials } from '../credentials.ts';
import type { Call } from '../model/openapi.ts';
import { EXCEPTIONS, type Source } from './exceptions.ts';
import { type CallForm, chosenCredential, initialForm, isNewName, requestOf } from './request.ts';

/** A request that a preparation has sent. */
export interface Step {
  readonly call: Call;
  readonly status: number;
}

export interface PrepareDeps {
  readonly calls: readonly Call[];
  readonly credentials: Credentials;
  readonly origin: string;
  readonly send: (request: HttpRequest) => Promise<HttpResponse>;
  readonly onStep: (step: Step) => void;
}

interface Need {
  readonly place: 'path' | 'query' | 'body' | 'credential';
  readonly name: string;
  readonly source: Source;
}

/** The account that prepares and sends; other accounts that a call names are not it. */
const CALLER = 'caller';

/**
 * What of a call's example has to exist first, and which call makes it: for `/rooms/{uid}` and for a body's `room` or `room_id`
 * it is `POST /rooms` of the same API, for an operator's command `create-room`. `EXCEPTIONS` has what names do not tell.
 */
export function needsOf(call: Call, calls: readonly Call[]): readonly Need[] {
  const { from = {}, values = {} } = EXCEPTIONS[call.id] ?? {};
  const form = initialForm(call, null);
  const isFilled = new Set([...Object.keys(form.query), ...Object.keys(bodyOf(form))]);
  const needs: Need[] = [];
  const add = (place: Need['place'], name: string, derived: string | undefined) => {
    const isGiven = name in values || isNewName(call, name);
    const source = from[name] ?? (isGiven || derived === undefined ? undefined : [derived]);
    if (source !== undefined && source[0] !== call.id) needs.push({ place, name, source });
  };
  const isForAll = call.credentials.includes(null);
  if (!isForAll && call.credentials.includes('communityToken') && !isOperators(call))
    add('credential', 'communityToken', CALLER);
  if (from['apiKey'] !== undefined) add('credential', 'apiKey', undefined);
  for (const { name, in: place } of call.parameters)
    if (place === 'path') add(place, name, makerOfPath(call, name, calls));
    else if (isFilled.has(name)) add(place, name, makerOfName(call, name, calls));
  for (const name of Object.keys(call.body?.properties ?? {}))
    if (isFilled.has(name) || name in from) add('body', name, makerOfName(call, name, calls));
  return needs;
}

/** Whether something must be sent before a call's example can succeed. */
export function isPreparable(call: Call, calls: readonly Call[]): boolean {
  return EXCEPTIONS[call.id]?.after !== undefined || needsOf(call, calls).length > 0;
}

/** Makes what a call needs, each thing once, and returns its form, filled in. Rejects when a call fails. */
export async function prepare(call: Call, deps: PrepareDeps): Promise<CallForm> {
  const made = new Map<string, unknown>();
  const fill = async (target: Call): Promise<CallForm> => {
    const { after } = EXCEPTIONS[target.id] ?? {};
    if (after !== undefined) await make(after);
    const form = initialForm(target, deps.credentials);
    const parts = {
      path: { ...form.path },
      query: { ...form.query },
      body: { ...bodyOf(form) },
      credential: { ...form.prepared },
    };
    for (const { place, name, source } of needsOf(target, deps.calls)) {
      const [maker, property] = source;
      const value = found(await make(maker), property === undefined ? namesOf(name) : [property]);
      if (place === 'body') parts.body[name] = value;
      else parts[place][name] = String(value);
    }
    return {
      ...form,
      path: parts.path,
      query: parts.query,
      body: form.body === null ? null : JSON.stringify(parts.body, null, 2),
      prepared: parts.credential,
    };
  };
  const make = async (id: string): Promise<unknown> => {
    if (made.has(id)) return made.get(id);
    const maker = deps.calls.find((one) => one.id === (id === CALLER ? 'communityRegister' : id));
    if (maker === undefined) throw new Error(`This server has no call ${id}.`);
    const form = await fill(maker);
    const chosen = chosenCredential(form, deps.credentials);
    if (chosen?.value === '') throw new Error(`Enter this first: ${chosen.method.label}.`);
    const response = await deps.send(requestOf(maker, form, deps.credentials, deps.origin));
    if (response.kind === 'failed') throw new Error(response.error);
    deps.onStep({ call: maker, status: response.status });
    if (response.status >= 300) throw new Error(`${maker.method} ${maker.path}: ${response.body}`);
    const value = parseJson(response.body);
    made.set(id, value);
    return value;
  };
  return fill(call);
}

function bodyOf({ body }: CallForm): Record<string, unknown> {
  const value = parseJson(body ?? '{}');
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function isOperators({ path }: Call): boolean {
  return path.startsWith('/api/admin/');
}

/** `/rooms/{uid}` and all below it: `POST /rooms`. */
function makerOfPath(call: Call, name: string, calls: readonly Call[]): string | undefined {
  const collection = call.path.slice(0, call.path.indexOf(`/{${name}}`));
  return postTo(collection, calls);
}

function makerOfName(call: Call, name: string, calls: readonly Call[]): string | undefined {
  const thing = name === 'sender_id' ? 'user' : name.replace(/_id$/, '');
  if (isOperators(call))
    return postTo(`/api/admin/create-${thing === 'id' ? 'user' : thing}`, calls);
  const base = call.path.startsWith('/api/v1/') ? '/api/v1' : '';
  return postTo(`${base}/${thing}s`, calls);
}

function postTo(path: string, calls: readonly Call[]): string | undefined {
  // Accounts are registered, not posted.
  const at = path === '/users' ? '/users/register' : path;
  return calls.find((call) => call.method === 'POST' && call.path === at)?.id;
}

/** Under which names a response may have what another call takes as `name`, the likeliest first. */
function namesOf(name: string): readonly string[] {
  if (name === 'communityToken') return ['token'];
  if (name === 'sender_id') return ['user_id'];
  return [name, ...(name.endsWith('_id') ? [] : ['uid']), 'id', 'result'];
}

/** The first plain value under one of these names, the outermost first. */
function found(result: unknown, names: readonly string[]): unknown {
  for (const name of names) {
    let level: readonly unknown[] = [result];
    while (level.length > 0) {
      const entries = level.flatMap((value) =>
        typeof value === 'object' && value !== null ? Object.entries(value) : [],
      );
      const hit = entries.find(
        ([key, value]) => key === name && (names.length === 1 || typeof value !== 'object'),
      );
      if (hit !== undefined) return hit[1];
      level = entries.map(([, value]) => value);
    }
  }
  throw new Error(`The response has no ${names.join(' or ')}.`);
}
