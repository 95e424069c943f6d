import { errorTextsOf } from '../../hub/error-texts.ts';

/** The core's rejections in the words of the document and the page. */
export const textOf = errorTextsOf({
  contentEmpty: 'message text cannot be empty',
  contentTooLong: ({ details }) => `message too long (max ${details.limit} characters)`,
  rateLimited: ({ details }) =>
    `Rate limit exceeded. Maximum ${details.limit} messages per minute.`,
  messageNotFound: 'message not found',
  emojiInvalid: 'invalid emoji',
  tooManyReactions: ({ details }) => `too many different reactions (max ${details.limit})`,
  tooManyReactors: ({ details }) => `too many reactions (max ${details.limit})`,
});

/** Any frame that is not as the document says. */
export const INVALID_FORMAT = 'Invalid message format';
