import type { ErrorCode, KoineError } from '@koine/contract';

type Words = (error: KoineError) => string;

const own: Words = ({ message }) => message;

/** The core's rejections in the words of the document and the page where they have some, else the core's own. */
const WORDS: Record<ErrorCode, Words> = {
  contentEmpty: () => 'message text cannot be empty',
  contentTooLong: ({ details }) => `message too long (max ${details.limit} characters)`,
  rateLimited: ({ details }) =>
    `Rate limit exceeded. Maximum ${details.limit} messages per minute.`,
  messageNotFound: () => 'message not found',
  emojiInvalid: () => 'invalid emoji',
  tooManyReactions: ({ details }) => `too many different reactions (max ${details.limit})`,
  tooManyReactors: ({ details }) => `too many reactions (max ${details.limit})`,
  invalidInput: own,
  metaTooLarge: own,
  tooMany: own,
  selfConversation: own,
  unauthorized: own,
  forbidden: own,
  banned: own,
  muted: own,
  roomNotFound: own,
  userNotFound: own,
  memberNotFound: own,
  notificationNotFound: own,
  sanctionNotFound: own,
  appNotFound: own,
  keyNotFound: own,
  conflict: own,
  usernameTaken: own,
  slowMode: own,
  storageUnavailable: own,
  shuttingDown: own,
};

/** Any frame that is not as the document says. */
export const INVALID_FORMAT = 'Invalid message format';

export function textOf(error: KoineError): string {
  return WORDS[error.code](error);
}
