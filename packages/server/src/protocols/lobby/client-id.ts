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
  if (!isPathValid) throw invalid('is not URL-encoded');
  if (id === '') throw invalid('is required');
  if (isLongerThan(id, CLIENT_ID_CHARS_MAX))
    throw invalid(`too long (max ${CLIENT_ID_CHARS_MAX} characters)`);
  if (hasControlCharacters(id)) throw invalid('must not contain control characters');
  if (isPathStep(id)) throw invalid('must not be a step in a path (. or ..)');
  if (isBlank(id)) throw invalid('must be visible');
  return id.toWellFormed();
}

/** Anyone who comes proves nothing: not to be who has an account, nor a bot. */
export function takenName(): KoineError {
  return invalid('is the name of somebody else');
}

function invalid(what: string): KoineError {
  return new KoineError('invalidInput', { field: 'client_id' }, `Client id ${what}`);
}
