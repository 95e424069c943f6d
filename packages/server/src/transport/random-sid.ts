import { randomBytes } from 'node:crypto';

/** Bits enough that nobody guesses one, nor meets one of an earlier start. */
const SID_BYTES = 15;

/** A `sid` of Engine.IO or Socket.IO: 20 URL-safe characters. */
export function randomSid(): string {
  return randomBytes(SID_BYTES).toString('base64url');
}
