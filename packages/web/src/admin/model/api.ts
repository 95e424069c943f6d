import { signal } from '@preact/signals';
import { textProperty } from '../../lib/json.ts';
import { tabStorage } from '../../lib/storage.ts';
import type { CommandName, Input, Output } from './commands.ts';

/** What the page signs in with; stored for this tab only. */
export type Credential = { readonly key: string } | { readonly token: string };

/** Who is signed in. `operator`: everything; `moderator`: read, and moderate rooms. */
export interface Principal {
  readonly kind: 'operator' | 'account';
  readonly id: string;
  readonly name: string;
  readonly level: 'moderator' | 'operator';
}

/** An error with the server's text. `status` 0: it could not be reached. `code`: of the error table; `null`: none. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string | null;

  constructor(status: number, text: string, code: string | null = null) {
    super(text);
    this.code = code;
    this.name = 'ApiError';
    this.status = status;
  }
}

const SESSION_EXPIRED = 'Your session has expired: please sign in again';
const WRONG_KEY = 'This is not the operator key of this server';
const STORAGE_KEY = 'koine.admin';
const TIMEOUT_MS = 30_000;

/** `undefined`: not known yet; `null`: not signed in. */
export const principal = signal<Principal | null | undefined>(undefined);
/** Why the session ended, or could not be resumed; `null`: neither happened. */
export const signedOutBecause = signal<string | null>(null);
let credential: Credential | null = null;

/** Whether the signed-in principal may do everything, not only moderate. */
export function isOperator(): boolean {
  return principal.value?.level === 'operator';
}

/** Runs one of the operator's commands. Rejects with `ApiError`; an expired session also brings the sign-in form back. */
export async function run<Name extends CommandName>(
  name: Name,
  input: Input<Name>,
  timeoutMs: number = TIMEOUT_MS,
): Promise<Output<Name>> {
  const output = await call('POST', `/api/admin/${name}`, credential, input, timeoutMs);
  return output as Output<Name>;
}

/** Signs in again with the stored credential; on failure `signedOutBecause` has the reason. */
export async function resume(): Promise<void> {
  const stored = tabStorage.get(STORAGE_KEY);
  try {
    if (stored !== null) await enter(JSON.parse(stored));
  } catch (error) {
    signedOutBecause.value =
      error instanceof ApiError && error.status !== 401 ? error.message : SESSION_EXPIRED;
  }
  principal.value ??= null;
}

/** Rejects with `ApiError`. */
export async function signInWithKey(key: string): Promise<void> {
  // A key has to fit into a header.
  if (!/^[ -~\u00a0-\u00ff]+$/.test(key)) throw new ApiError(401, WRONG_KEY);
  await enter({ key }).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    // The server's text is about calls without a key.
    throw new ApiError(401, WRONG_KEY);
  });
}

/** Rejects with `ApiError`: wrong password, or an account without such a role. */
export async function signInWithAccount(username: string, password: string): Promise<void> {
  const account = await call('POST', '/users/login', null, { username, password });
  const token = textProperty(account, 'token');
  if (token === undefined) throw new ApiError(0, 'The server gave no token');
  await enter({ token });
}

/** Ends the sign-in, on the server too. */
export async function signOut(): Promise<void> {
  const ended = credential;
  forget();
  signedOutBecause.value = null;
  if (ended !== null && 'token' in ended)
    await call('DELETE', '/api/admin/session', ended).catch(() => {});
}

async function enter(given: Credential): Promise<void> {
  try {
    const me = await call('GET', '/api/admin/me', given);
    credential = given;
    tabStorage.set(STORAGE_KEY, JSON.stringify(given));
    signedOutBecause.value = null;
    principal.value = me as Principal;
  } catch (error) {
    // The sign-in may still be valid when the server is down or busy.
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) forget();
    throw error;
  }
}

function forget(): void {
  credential = null;
  tabStorage.remove(STORAGE_KEY);
  principal.value = null;
}

async function call(
  method: string,
  path: string,
  sent: Credential | null,
  input?: unknown,
  timeoutMs: number = TIMEOUT_MS,
): Promise<unknown> {
  const response = await fetch(path, {
    method,
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      'x-koine-via': 'page',
      ...(input !== undefined && { 'content-type': 'application/json' }),
      ...(sent !== null && 'key' in sent && { 'x-admin-key': sent.key }),
      ...(sent !== null && 'token' in sent && { authorization: `Bearer ${sent.token}` }),
    },
    ...(input !== undefined && { body: JSON.stringify(input) }),
  }).catch((error: unknown) => {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError';
    throw new ApiError(0, isLate ? 'The server does not answer' : 'The server cannot be reached');
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  if (response.status === 401 && sent !== null && sent === credential) {
    forget();
    signedOutBecause.value = SESSION_EXPIRED;
  }
  throw new ApiError(
    response.status,
    textProperty(body, 'error') ?? `The server answered ${response.status}`,
    response.headers.get('x-error-code'),
  );
}
