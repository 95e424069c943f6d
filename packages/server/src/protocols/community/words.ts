import { KoineError } from '@koine/contract';
import { errorTextsOf } from '../../hub/error-texts.ts';
import { humanDuration } from './human-duration.ts';
import type { ErrorAck } from './schema.ts';

/** A rejection as clients of this protocol see it. */
export interface Rejection {
  /** Of a REST answer. */
  readonly status: number;
  readonly text: string;
}

/** The document's and the page's words. `now`: ms since epoch. */
const textOf = errorTextsOf<[now: number]>({
  contentEmpty: 'Empty text',
  contentTooLong: ({ details }) => `Text too long (max ${details.limit} characters)`,
  tooManyReactors: ({ details }) => `too many reactions (max ${details.limit})`,
  banned: (error, now) => sanctioned('banned from', 'ban', error, now),
  muted: (error, now) => sanctioned('muted in', 'mute', error, now),
  roomNotFound: 'No such room exists!',
  messageNotFound: 'No such message exists!',
  userNotFound: 'No such user exists!',
  memberNotFound: 'No such user exists!',
  sanctionNotFound: 'This user is not banned',
  usernameTaken: 'User with such username already exists!',
  rateLimited: 'Rate limit exceeded',
  slowMode: 'You are sending messages too quickly',
});

/** `now`: ms since epoch. */
export function rejectionOf(error: KoineError, now: number): Rejection {
  // The document knows no 422.
  const status = error.status === 422 ? 400 : error.status;
  return { status, text: textOf(error, now) };
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
