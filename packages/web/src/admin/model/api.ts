import { signal } from '@preact/signals';
import { tabStorage } from '../../lib/storage.ts';
import type { Commands } from './answers.ts';

/** How the page shows the server who it is; kept for this tab only. */
export type Credential = { readonly key: string } | { readonly token: string };

/** Who is signed in. `rule`: may do everything; `moderate`: read, and moderate rooms. */
export interface Caller {
  readonly kind: 'operator' | 'account';
  readonly id: string;
  readonly name: string;
  readonly level: 'moderate' | 'rule';
}

/** A refusal in the server's words; `status` 0: it could not be reached. `code`: of the table of errors, `null` if there is none. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string | null;

  constructor(status: number, text: string, code: string | null = null) {
    super(text);
    this.code = code;
    this.name = 'Refusal';
    this.status = status;
  }
}

const NO_LONGER = 'Your sign-in holds no longer: please sign in again';
const NOT_THE_KEY = 'This is not the operator key of this server';
const KEPT_AS = 'koine.admin';
/** Within which a server answers that answers at all. */
const PATIENCE_MS = 30_000;

/** `undefined`: not known yet; `null`: nobody. */
export const caller = signal<Caller | null | undefined>(undefined);
/** Why nobody is signed in who was; `null`: nobody was, or they wanted it so. */
export const signedOutBecause = signal<string | null>(null);
let credential: Credential | null = null;

/** Runs one of the operator's commands. Rejects with `Refusal`; a sign-in that holds no longer also brings the sign-in form back. */
export async function run<Name extends keyof Commands>(
  name: Name,
  input: Commands[Name][0],
  patienceMs: number = PATIENCE_MS,
): Promise<Commands[Name][1]> {
  const answer = await ask('POST', `/api/admin/${name}`, credential, input, patienceMs);
  return answer as Commands[Name][1];
}

/** Signs in again with what this tab has kept; what stands against it is said in `signedOutBecause`. */
export async function resume(): Promise<void> {
  const kept = tabStorage.get(KEPT_AS);
  try {
    if (kept !== null) await enter(JSON.parse(kept));
  } catch (error) {
    signedOutBecause.value =
      error instanceof Refusal && error.status !== 401 ? error.message : NO_LONGER;
  }
  caller.value ??= null;
}

/** Rejects with `Refusal`. */
export async function signInWithKey(key: string): Promise<void> {
  // Whatever cannot be in a header is no key.
  if (!/^[ -~\u00a0-\u00ff]+$/.test(key)) throw new Refusal(401, NOT_THE_KEY);
  await enter({ key }).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.status !== 401) throw error;
    // The server's words are for calls without a key.
    throw new Refusal(401, NOT_THE_KEY);
  });
}

/** Rejects with `Refusal`: wrong password, or an account without such a role. */
export async function signInWithAccount(username: string, password: string): Promise<void> {
  const answer = await ask('POST', '/users/login', null, { username, password });
  const token = textIn(answer, 'token');
  if (token === null) throw new Refusal(0, 'The server gave no token');
  await enter({ token });
}

/** Ends the sign-in, on the server too. */
export async function signOut(): Promise<void> {
  const ended = credential;
  forget();
  signedOutBecause.value = null;
  if (ended !== null && 'token' in ended)
    await ask('DELETE', '/api/admin/session', ended).catch(() => {});
}

async function enter(given: Credential): Promise<void> {
  try {
    const answer = await ask('GET', '/api/admin/me', given);
    credential = given;
    tabStorage.set(KEPT_AS, JSON.stringify(given));
    signedOutBecause.value = null;
    caller.value = answer as Caller;
  } catch (error) {
    // A server that is not there, or busy, says nothing about the sign-in.
    if (error instanceof Refusal && (error.status === 401 || error.status === 403)) forget();
    throw error;
  }
}

function forget(): void {
  credential = null;
  tabStorage.remove(KEPT_AS);
  caller.value = null;
}

async function ask(
  method: string,
  path: string,
  shown: Credential | null,
  input?: unknown,
  patienceMs: number = PATIENCE_MS,
): Promise<unknown> {
  const response = await fetch(path, {
    method,
    signal: AbortSignal.timeout(patienceMs),
    headers: {
      'x-koine-via': 'page',
      ...(input !== undefined && { 'content-type': 'application/json' }),
      ...(shown !== null && 'key' in shown && { 'x-admin-key': shown.key }),
      ...(shown !== null && 'token' in shown && { authorization: `Bearer ${shown.token}` }),
    },
    ...(input !== undefined && { body: JSON.stringify(input) }),
  }).catch((error: unknown) => {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError';
    throw new Refusal(0, isLate ? 'The server does not answer' : 'The server cannot be reached');
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer;
  if (response.status === 401 && shown !== null && shown === credential) {
    forget();
    signedOutBecause.value = NO_LONGER;
  }
  throw new Refusal(
    response.status,
    textIn(answer, 'error') ?? `The server answered ${response.status}`,
    response.headers.get('x-error-code'),
  );
}

function textIn(answer: unknown, name: string): string | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const value: unknown = Reflect.get(answer, name);
  return typeof value === 'string' ? value : null;
}
