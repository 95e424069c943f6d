import { errorTextsOf } from '../../hub/error-texts.ts';

/** The core's rejections in the words of the document and the page. */
export const textOf = errorTextsOf({
  contentEmpty: 'Message cannot be empty',
  contentTooLong: ({ details }) => `Message too long (max ${details.limit} characters)`,
  rateLimited: 'Rate limit exceeded',
});

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
