import { parseDuration } from '../../core/duration.ts';
import type { Arguments } from '../arguments.ts';
import { UsageError } from '../usage-error.ts';
import type { Terminal } from '../verb.ts';

const ROLES = ['root', 'admin', 'super_mod'] as const;
export type Role = (typeof ROLES)[number];

export function roleOf(text: string): Role {
  const role = ROLES.find((known) => known === text);
  if (role === undefined)
    throw new UsageError(`there is no role "${text}"; there are ${ROLES.join(', ')}`);
  return role;
}

/** Milliseconds of a flag's value; `undefined`: the flag is not there. */
export function durationOf(args: Arguments, flag: string): number | undefined {
  const text = args.text(flag);
  if (text === undefined) return undefined;
  const ms = parseDuration(text);
  if (ms === null)
    throw new UsageError(`${flag}: "${text}" is no duration; write 45s, 2h 30m, 1d or 1w`);
  return ms;
}

const SECRET_CHARS_MAX = 10_000;

/** The first line of standard input. */
export async function readSecret(stdin: Terminal['stdin']): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stdin) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.includes('\n') || text.length > SECRET_CHARS_MAX) break;
  }
  const [line = ''] = text.split(/\r?\n/, 1);
  if (line === '') throw new UsageError('there is no password on standard input');
  return line;
}

/** As `durationOf`; `null`: `all`, however old. */
export function ageOf(args: Arguments, flag: string): number | null | undefined {
  return args.text(flag) === 'all' ? null : durationOf(args, flag);
}

/** A date, or a date with a time, as ms since the epoch: part of an input, absent when the flag `--from` or `--to` is. */
export function timeOf<Key extends 'from' | 'to'>(
  args: Arguments,
  key: Key,
): { readonly [K in Key]?: number } {
  const part: { [K in Key]?: number } = {};
  const text = args.text(`--${key}`);
  if (text === undefined) return part;
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!(at >= 0))
    throw new UsageError(`--${key}: "${text}" is no date; write 2026-01-31 or 2026-01-31T12:00Z`);
  part[key] = at;
  return part;
}

/** `--limit`, part of an input: absent when the flag is. */
export function limitOf(args: Arguments): { readonly limit?: number } {
  const limit = args.text('--limit');
  if (limit === undefined) return {};
  if (!/^([1-9]\d?|1\d\d|200)$/.test(limit))
    throw new UsageError(`--limit: "${limit}" is not between 1 and 200`);
  return { limit: Number(limit) };
}
