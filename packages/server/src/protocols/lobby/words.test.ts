import { ERRORS, type ErrorCode, KoineError } from '@koine/contract';
import { expect, test } from 'vitest';
import { wordsOf } from './words.ts';

test('says what the page says', () => {
  expect(wordsOf(new KoineError('contentEmpty'))).toBe('Message cannot be empty');
  expect(wordsOf(new KoineError('contentTooLong', { limit: 4000 }))).toBe(
    'Message too long (max 4000 characters)',
  );
  expect(wordsOf(new KoineError('rateLimited', { limit: 120 }))).toBe('Rate limit exceeded');
});

test('has words for every refusal', () => {
  for (const code of Object.keys(ERRORS) as ErrorCode[])
    expect(wordsOf(new KoineError(code, { limit: 1 }))).not.toBe('');
});
