import { createHash } from 'node:crypto';
import { NO_APP_ID } from '@koine/contract';
import { systemActor } from '../core/actor.ts';
import type { AuditAuthor } from '../core/audit.ts';
import type { Principal } from './command.ts';

const FINGERPRINT_CHARS = 8;

/** The holder of the operator's key, as the log names them: by how the key's hash begins. */
export function operator(adminKey: string, via: AuditAuthor['via']): Principal {
  const id = createHash('sha256').update(adminKey).digest('hex').slice(0, FINGERPRINT_CHARS);
  const by = { kind: 'operator', appId: null, id, name: 'operator' } as const;
  return { actor: systemActor(NO_APP_ID), author: { via, by } };
}
