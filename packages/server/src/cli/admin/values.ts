import { parseDuration } from '../../core/duration.ts';
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
export function durationOf(flag: string, text: string | undefined): number | undefined {
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
