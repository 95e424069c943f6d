import type { ErrorCode, KoineError } from '@koine/contract';

type Words = (error: KoineError) => string;

const own: Words = ({ message }) => message;

/** The core's rejections in the lobby's words: the document's and the page's where they have some, else the core's own. */
const WORDS: Record<ErrorCode, Words> = {
  contentEmpty: () => 'Message cannot be empty',
  contentTooLong: ({ details }) => `Message too long (max ${details.limit} characters)`,
  rateLimited: () => 'Rate limit exceeded',
  invalidInput: own,
  metaTooLarge: own,
  emojiInvalid: own,
  tooManyReactions: own,
  tooManyReactors: own,
  tooMany: own,
  selfConversation: own,
  unauthorized: own,
  forbidden: own,
  banned: own,
  muted: own,
  roomNotFound: own,
  messageNotFound: own,
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

export function textOf(error: KoineError): string {
  return WORDS[error.code](error);
}

/** Of many who came and went at once: `812 people have joined and 1 has left the chat`. */
export function summaryText({
  joined,
  left,
}: {
  readonly joined: number;
  readonly left: number;
}): string {
  const people = joined > 0 ? joined : left;
  const subject = `${people} ${people === 1 ? 'person has' : 'people have'}`;
  if (joined === 0) return `${subject} left the chat`;
  if (left === 0) return `${subject} joined the chat`;
  return `${subject} joined and ${left} ${left === 1 ? 'has' : 'have'} left the chat`;
}
