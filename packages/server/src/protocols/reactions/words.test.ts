import { ERRORS, type ErrorCode, KoineError } from '@koine/contract';
import { expect, test } from 'vitest';
import { textOf } from './words.ts';

test.each([
  ['rateLimited', 60, 'Rate limit exceeded. Maximum 60 messages per minute.'],
  ['rateLimited', 120, 'Rate limit exceeded. Maximum 120 messages per minute.'],
  ['contentEmpty', 0, 'message text cannot be empty'],
  ['contentTooLong', 500, 'message too long (max 500 characters)'],
  ['messageNotFound', 0, 'message not found'],
  ['emojiInvalid', 0, 'invalid emoji'],
  ['tooManyReactions', 50, 'too many different reactions (max 50)'],
] as const)('says %s (limit %i) as the document and the page do', (code, limit, text) => {
  expect(textOf(new KoineError(code, { limit }))).toBe(text);
});

test('has words for every rejection', () => {
  for (const code of Object.keys(ERRORS) as ErrorCode[])
    expect(textOf(new KoineError(code, { limit: 1 }))).not.toBe('');
});
