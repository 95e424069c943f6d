import { KoineError } from '@koine/contract';
import { isPathStep } from '../../core/ids.ts';
import { hasControlCharacters, isBlank, isLongerThan } from '../../core/text.ts';
import type { Handshake } from '../../hub/protocol.ts';

const PATH = '/ws/chat';
const CLIENT_ID_CHARS_MAX = 64;

/** Whether an upgrade to this path is for the lobby, be its client id good or not. */
export function isLobbyPath(path: string): boolean {
  return path === PATH || path.startsWith(`${PATH}/`);
}

/**
 * The client id at the end of the path: URL-encoded, 1 to 64 code points, something visible, no control characters, not `.` or
 * `..`; else throws `invalidInput`. A slash belongs to it: once decoded, `a/b` and `a%2Fb` are the same.
 */
export function parseClientId({
  path,
  isPathValid,
}: Pick<Handshake, 'path' | 'isPathValid'>): string {
  const id = path.slice(PATH.length + 1);
  const field = 'client_id';
  if (!isPathValid) throw new KoineError('invalidInput', { field }, 'Client id is not URL-encoded');
  if (id === '') throw new KoineError('invalidInput', { field }, 'Client id is required');
  if (isLongerThan(id, CLIENT_ID_CHARS_MAX)) {
    const text = `Client id too long (max ${CLIENT_ID_CHARS_MAX} characters)`;
    throw new KoineError('invalidInput', { field, limit: CLIENT_ID_CHARS_MAX }, text);
  }
  if (hasControlCharacters(id)) {
    const text = 'Client id must not contain control characters';
    throw new KoineError('invalidInput', { field }, text);
  }
  if (isPathStep(id)) {
    const text = 'Client id must not be a step in a path (. or ..)';
    throw new KoineError('invalidInput', { field }, text);
  }
  if (isBlank(id)) throw new KoineError('invalidInput', { field }, 'Client id must be visible');
  return id.toWellFormed();
}

/** Anyone who comes proves nothing: not to be who has an account, nor a bot. */
export function takenName(): KoineError {
  const text = 'Client id is the name of somebody else';
  return new KoineError('invalidInput', { field: 'client_id' }, text);
}
