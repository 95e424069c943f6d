import { createHash, createHmac, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Secrets } from '../core/ports/world.ts';

/**
 * Passwords by argon2id (OWASP's first recommendation: 19 MiB, 2 passes; it runs off the event loop), tokens and keys by
 * SHA-256 (they are random, so a fast hash is safe), anonymous ids by HMAC under the server's secret.
 */
export function createSecrets(serverSecret: string): Secrets {
  return {
    hashPassword: (password) => hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }),
    verifyPassword: (encoded, password) => verify(encoded, password),
    token: () => randomBytes(32).toString('base64url'),
    hashToken: (token) => createHash('sha256').update(token).digest('hex'),
    hmac: (text) => createHmac('sha256', serverSecret).update(text).digest('hex'),
  };
}
