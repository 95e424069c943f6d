import { KoineError } from '@koine/contract';
import { isLongerThan } from './text.ts';

const CHARS_MIN = 8;
const CHARS_MAX = 128;
const RULE = `A password has ${CHARS_MIN} to ${CHARS_MAX} characters`;

/** Throws `invalidInput` where a new password is too short or too long. */
export function checkPassword(password: string): void {
  if (password.length >= CHARS_MIN && !isLongerThan(password, CHARS_MAX)) return;
  throw new KoineError('invalidInput', { field: 'password', rule: RULE }, 'Invalid password');
}

/** Of a user who cannot sign in with one. */
export function noPassword(): KoineError {
  const text = 'Only an account with a username has a password';
  return new KoineError('invalidInput', { field: 'id' }, text);
}
