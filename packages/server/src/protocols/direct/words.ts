import { ERRORS, type ErrorCode, type KoineError } from '@koine/contract';

/** What this protocol says for each rejection; the words of the document and its page where they have some. */
export function textOf(error: KoineError): string {
  const words = WORDS[error.code];
  return typeof words === 'string' ? words : words(error);
}

const own = (error: KoineError) => error.message;
const MINUTE_MS = 60_000;
const NO_ROOM = ERRORS.roomNotFound.text;

const WORDS: Record<ErrorCode, string | ((error: KoineError) => string)> = {
  invalidInput: own,
  contentEmpty: ERRORS.contentEmpty.text,
  contentTooLong: ({ details }) => `Message too long (max ${details.limit} characters)`,
  metaTooLarge: own,
  emojiInvalid: own,
  tooManyReactions: own,
  tooManyReactors: own,
  tooMany: own,
  selfConversation: ERRORS.selfConversation.text,
  unauthorized: 'Unauthorized',
  // Whether a room exists is known only to its two users.
  forbidden: NO_ROOM,
  roomNotFound: NO_ROOM,
  messageNotFound: NO_ROOM,
  memberNotFound: NO_ROOM,
  banned: (error) => sanctioned('You are banned', error),
  muted: (error) => sanctioned('You are muted', error),
  userNotFound: own,
  notificationNotFound: own,
  sanctionNotFound: own,
  appNotFound: own,
  keyNotFound: own,
  // A socket that is bound to one user id claims another.
  conflict: own,
  usernameTaken: own,
  rateLimited: ({ details: { limit, unit = 'messages', windowMs = MINUTE_MS } }) =>
    `Rate limit exceeded. Maximum ${limit} ${unit} per ${windowMs > MINUTE_MS ? 'hour' : 'minute'}.`,
  slowMode: ERRORS.slowMode.text,
  storageUnavailable: ERRORS.storageUnavailable.text,
  shuttingDown: ERRORS.shuttingDown.text,
};

function sanctioned(words: string, { details: { until } }: KoineError): string {
  return until === undefined ? words : `${words} until ${new Date(until).toISOString()}`;
}
