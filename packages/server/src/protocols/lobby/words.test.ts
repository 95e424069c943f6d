import { ERRORS, type ErrorCode, KoineError } from '@koine/contract';
import { expect, test } from 'vitest';
import { textOf } from './words.ts';

test('says what the page says', () => {
  expect(textOf(new KoineError('contentEmpty'))).toBe('Message cannot be empty');
  expect(textOf(new KoineError('contentTooLong', { limit: 4000 }))).toBe(
    'Message too long (max 4000 characters)',
  );
  expect(textOf(new KoineError('rateLimited', { limit: 120 }))).toBe('Rate limit exceeded');
});

test('has words for every rejection', () => {
  for (const code of Object.keys(ERRORS) as ErrorCode[])
    expect(textOf(new KoineError(code, { limit: 1 }))).not.toBe('');
});
