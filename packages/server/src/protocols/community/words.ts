import { type ErrorCode, KoineError } from '@koine/contract';
import { humanDuration } from './human-duration.ts';
import type { ErrorAck } from './schema.ts';

/** A rejection as clients of this protocol see it. */
export interface Rejection {
  /** Of a REST answer. */
  readonly status: number;
  readonly text: string;
}

type Words = string | ((error: KoineError, now: number) => string);

const own: Words = ({ message }) => message;
const tooManyReactors: Words = ({ details }) => `too many reactions (max ${details.limit})`;

const TABLE: Record<ErrorCode, readonly [status: number, words: Words]> = {
  invalidInput: [400, own],
  contentEmpty: [400, 'Empty text'],
  contentTooLong: [400, ({ details }) => `Text too long (max ${details.limit} characters)`],
  metaTooLarge: [400, own],
  emojiInvalid: [400, own],
  tooManyReactions: [400, own],
  tooManyReactors: [400, tooManyReactors],
  tooMany: [409, own],
  selfConversation: [400, own],
  unauthorized: [401, own],
  forbidden: [403, own],
  banned: [403, (error, now) => sanctioned('banned from', 'ban', error, now)],
  muted: [403, (error, now) => sanctioned('muted in', 'mute', error, now)],
  roomNotFound: [404, 'No such room exists!'],
  messageNotFound: [404, 'No such message exists!'],
  userNotFound: [404, 'No such user exists!'],
  memberNotFound: [404, 'No such user exists!'],
  notificationNotFound: [404, own],
  sanctionNotFound: [404, 'This user is not banned'],
  appNotFound: [404, own],
  keyNotFound: [404, own],
  conflict: [409, own],
  usernameTaken: [409, 'User with such username already exists!'],
  rateLimited: [429, 'Rate limit exceeded'],
  slowMode: [429, 'You are sending messages too quickly'],
  storageUnavailable: [503, own],
  shuttingDown: [503, own],
};

/** The document's and the page's words where they have some, else the core's own. `now`: ms since epoch. */
export function rejectionOf(error: KoineError, now: number): Rejection {
  const [status, words] = TABLE[error.code];
  return { status, text: typeof words === 'string' ? words : words(error, now) };
}

/** The acknowledgement of a rejection. `now`: ms since epoch. */
export function ackOf(error: KoineError, now: number): ErrorAck {
  const { retryAfterMs, until } = error.details;
  return {
    error: rejectionOf(error, now).text,
    code: error.code,
    ...(retryAfterMs !== undefined && { retryAfterMs: Math.ceil(retryAfterMs) }),
    ...(until !== undefined && { until }),
  };
}

/** What is wrong with a request before the core has seen it. */
export function badRequest(text: string, field?: string): KoineError {
  return new KoineError('invalidInput', field === undefined ? {} : { field }, text);
}

export const NOT_SIGNED_IN = 'Error: Unauthorized. Login first';

/** Who is not signed in may read, no more. */
export function notSignedIn(): KoineError {
  return new KoineError('unauthorized', {}, NOT_SIGNED_IN);
}

export function guestsNotAllowed(): KoineError {
  return new KoineError('forbidden', {}, 'Guests are not allowed');
}

export const WORDS = {
  notInRoom: 'Not in any rooms at the moment',
  invalidLogin: 'Invalid login',
  missingRoomOrMessage: 'Missing room= or message= parameters',
  roomDeleted: 'This room has been deleted',
  signedOut: 'You have been signed out',
} as const;

function sanctioned(
  state: string,
  name: string,
  { details: { until } }: KoineError,
  now: number,
): string {
  const words = `You are ${state} this channel.`;
  if (until === undefined) return words;
  return `${words} Your ${name} will expire in ${humanDuration(until - now)}`;
}
