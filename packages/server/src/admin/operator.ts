import { createHash } from 'node:crypto';
import type { AuditAuthor } from '../core/audit.ts';

const FINGERPRINT_CHARS = 8;

/** The holder of the operator's key, as the log names them: by how the key's hash begins. */
export function operator(adminKey: string, via: AuditAuthor['via']): AuditAuthor {
  const id = createHash('sha256').update(adminKey).digest('hex').slice(0, FINGERPRINT_CHARS);
  return { via, by: { kind: 'operator', appId: null, id, name: 'operator' } };
}
