/** Where in a room's history a client stands, as clients and frames write it; the same for every protocol. */
import { KoineError } from '@koine/contract';
import { foldUuid } from '../../core/ids.ts';

/** Everything up to this change of this epoch is known. */
export interface Position {
  readonly epoch: string;
  readonly change: number;
}

/** What a client asks for that wants change numbers: to resume after one, or to begin as a plain client does. */
export type Since = 'now' | ResumeFrom;

/** `epoch` null: the present one. */
export interface ResumeFrom {
  readonly epoch: string | null;
  readonly change: number;
}

/** A fraction is an error, not an epoch with a change. */
const RESUME_FROM = /^(?:(?!\d{1,7}\.)([A-Za-z0-9_-]{1,64})\.)?(\d{1,15})$/;

/** No room has come so far, so that a client that is there must reload. */
const AHEAD_OF_ALL = Number.MAX_SAFE_INTEGER;

/** The query's `since`; `null` without one. Throws `invalidInput` (`Invalid since`): a guess here would be a silent gap. */
export function parseSince(query: URLSearchParams): Since | null {
  const text = query.get('since');
  if (text === null) return null;
  const since = sinceIn(text);
  if (since === null) throw new KoineError('invalidInput', { field: 'since' }, 'Invalid since');
  return since;
}

/**
 * The `since` of a Socket.IO client's `auth`: an object of positions by room, or `now`. The rooms to resume; `null`: the client
 * does not ask for numbers. Throws `invalidInput`.
 */
export function parseSinceOfRooms(auth: unknown): ReadonlyMap<string, ResumeFrom> | null {
  const isObject = typeof auth === 'object' && auth !== null && Object.hasOwn(auth, 'since');
  const since: unknown = isObject && 'since' in auth ? auth.since : null;
  if (since === undefined || since === null) return null;
  const rooms = new Map<string, ResumeFrom>();
  if (since === 'now') return rooms;
  if (typeof since !== 'object' || Array.isArray(since)) throw badSinceOfRooms();
  for (const [room, value] of Object.entries(since)) {
    const from = sinceOf(value);
    if (from === null) throw badSinceOfRooms();
    if (from !== 'now') rooms.set(foldUuid(room), from);
  }
  return rooms;
}

/** The change after which the client resumes. One of another epoch lies ahead of every room, so that the client must reload. */
export function resumePoint({ epoch, change }: ResumeFrom, presentEpoch: string): number {
  return epoch === null || epoch === presentEpoch ? change : AHEAD_OF_ALL;
}

/** The fields of a position, for frames that are written by hand. */
export function positionFields({ epoch, change }: Position): string {
  return `"epoch":"${epoch}","change":${change}`;
}

function sinceIn(value: string): Since | null {
  if (value === 'now') return 'now';
  const [, epoch = null, change] = RESUME_FROM.exec(value) ?? [];
  return change === undefined ? null : { epoch, change: Number(change) };
}

/** A number alone is one, and no text. */
function sinceOf(value: unknown): Since | null {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && value >= 0 ? { epoch: null, change: value } : null;
  const since = typeof value === 'string' ? sinceIn(value) : null;
  return since === 'now' || since?.epoch !== null ? since : null;
}

function badSinceOfRooms(): KoineError {
  const text = 'since must be an object of change numbers by room id';
  return new KoineError('invalidInput', { field: 'since' }, text);
}
