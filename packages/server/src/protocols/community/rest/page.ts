import type { Limits } from '@koine/contract';
import { badRequest } from '../words.ts';
import type { Fields } from './fields.ts';

const LIMIT_DEFAULT = 20;
const PAGE_MAX = 1_000_000;

/** `?limit=`, at most `limits.pageSizeMax`; throws `invalidInput` for what is no number. */
export function limitOf(query: Fields, { pageSizeMax }: Pick<Limits, 'pageSizeMax'>): number {
  const limit = query.count('limit') ?? (query.get('limit') === undefined ? LIMIT_DEFAULT : 0);
  if (limit < 1) throw badRequest('Invalid limit', 'limit');
  return Math.min(limit, pageSizeMax);
}

/** `?page=`, from 1 on, and `?limit=`. */
export function pageOf(
  query: Fields,
  limits: Pick<Limits, 'pageSizeMax'>,
): { readonly page: number; readonly limit: number } {
  const page = query.count('page') ?? (query.get('page') === undefined ? 1 : 0);
  if (page < 1 || page > PAGE_MAX) throw badRequest('Invalid page', 'page');
  return { page, limit: limitOf(query, limits) };
}
