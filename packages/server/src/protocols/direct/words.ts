import { ERRORS, type KoineError } from '@koine/contract';
import { errorTextsOf } from '../../hub/error-texts.ts';

const MINUTE_MS = 60_000;
const NO_ROOM = ERRORS.roomNotFound.text;

/** The core's rejections in the words of the document and its page. */
export const textOf = errorTextsOf({
  contentTooLong: ({ details }) => `Message too long (max ${details.limit} characters)`,
  unauthorized: 'Unauthorized',
  // Whether a room exists is known only to its two users.
  forbidden: NO_ROOM,
  roomNotFound: NO_ROOM,
  messageNotFound: ({ details }) =>
    details.field === 'reply_to' ? ERRORS.messageNotFound.text : NO_ROOM,
  memberNotFound: NO_ROOM,
  banned: (error) => sanctioned('You are banned', error),
  muted: (error) => sanctioned('You are muted', error),
  rateLimited: ({ details: { limit, unit = 'messages', windowMs = MINUTE_MS } }) =>
    `Rate limit exceeded. Maximum ${limit} ${unit} per ${windowMs > MINUTE_MS ? 'hour' : 'minute'}.`,
  // Why it cannot write is the operator's to know.
  storageUnavailable: ERRORS.storageUnavailable.text,
});

function sanctioned(words: string, { details: { until } }: KoineError): string {
  return until === undefined ? words : `${words} until ${new Date(until).toISOString()}`;
}
