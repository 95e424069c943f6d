import { KoineError } from '@koine/contract';

const CHANGE_NUMBER = /^\d{1,15}$/;

/**
 * The change number of the query's `since`, from which a client wants to resume; `null` without one. Anything but a whole
 * number from 0 on throws `invalidInput` (`Invalid since`): a wrong answer here would be a silent gap.
 */
export function parseSince(query: URLSearchParams): number | null {
  const text = query.get('since');
  if (text === null) return null;
  if (!CHANGE_NUMBER.test(text))
    throw new KoineError('invalidInput', { field: 'since' }, 'Invalid since');
  return Number(text);
}
