import { textProperty } from '../../lib/json.ts';
import type { KeyValueStorage } from '../../lib/storage.ts';
import { exchange, resultOf } from './exchange.ts';

const KEY = 'playground.second';

/**
 * A token for somebody else than the visitor, so that the two chats on the page are two people: an account with a suggested
 * name, made once in a tab. `null`: the server makes none.
 */
export async function secondPerson(
  origin: string,
  storage: KeyValueStorage,
): Promise<string | null> {
  const kept = storage.get(KEY);
  if (kept !== null) {
    const me = await exchange(origin, { method: 'GET', path: '/me', token: kept });
    if (resultOf(me) !== null) return kept;
  }
  const body = resultOf(await exchange(origin, { method: 'GET', path: '/random', token: null }));
  const path = '/users/register';
  const made = await exchange(origin, { method: 'POST', path, body, token: null });
  const token = textProperty(resultOf(made), 'token') ?? null;
  if (token !== null) storage.set(KEY, token);
  return token;
}
