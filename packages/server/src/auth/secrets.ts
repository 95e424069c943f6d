import { createHash, createHmac, randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import type { Secrets } from '../core/ports/world.ts';
import { atMost } from './at-most.ts';

/** Hashes at once: a core stays for everyone who is served, and a thread of libuv's four for files and compression. */
const HASHES_AT_ONCE = Math.min(3, Math.max(1, availableParallelism() - 1));

/**
 * Passwords by argon2id (OWASP's first recommendation: 19 MiB, 2 passes; it runs off the event loop), tokens and keys by
 * SHA-256 (they are random, so a fast hash is safe), anonymous ids by HMAC under the server's secret.
 */
export function createSecrets(serverSecret: string): Secrets {
  const limited = atMost(HASHES_AT_ONCE);
  const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
  return {
    hashPassword: (password) => limited(() => hash(password, cost)),
    verifyPassword: (encoded, password) => limited(() => verify(encoded, password)),
    token: () => randomBytes(32).toString('base64url'),
    hashToken: (token) => createHash('sha256').update(token).digest('hex'),
    hmac: (text) => createHmac('sha256', serverSecret).update(text).digest('hex'),
  };
}
