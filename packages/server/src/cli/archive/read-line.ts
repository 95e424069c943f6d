import { Compile } from 'typebox/compile';
import { ARCHIVE_LINES, ArchiveHeader as Header } from '../../admin/archive-schema.ts';
import { invalid, once } from '../../admin/command.ts';
import type { ArchiveHeader, ArchiveLine } from '../../core/archive/lines.ts';

/** The last line of an archive: so many lines come before it. */
export interface EndLine {
  readonly type: 'end';
  readonly lines: number;
}

const header = once(() => Compile(Header));
const user = once(() => Compile(ARCHIVE_LINES.user));
const room = once(() => Compile(ARCHIVE_LINES.room));
const message = once(() => Compile(ARCHIVE_LINES.message));
const member = once(() => Compile(ARCHIVE_LINES.member));
const sanction = once(() => Compile(ARCHIVE_LINES.sanction));

/** Throws what is wrong with it. */
export function readHeader(text: string): ArchiveHeader {
  const value = parse(text);
  if (typeOf(value) !== 'koine-export') throw new Error('this is no archive of Koine');
  if (typeof value === 'object' && value !== null && 'version' in value && value.version !== 1)
    throw new Error(`the archive is of version ${value.version}, and this Koine reads version 1`);
  return need(header(), value);
}

/** Throws what is wrong with it. */
export function readLine(text: string): ArchiveLine | EndLine {
  const value = parse(text);
  switch (typeOf(value)) {
    case 'user':
      return need(user(), value);
    case 'room':
      return need(room(), value);
    case 'message':
      return need(message(), value);
    case 'member':
      return need(member(), value);
    case 'sanction':
      return need(sanction(), value);
    case 'end':
      return { type: 'end', lines: countOf(value) };
    default:
      throw new Error('it has no type that an archive knows');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
}

function typeOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
}

function countOf(value: unknown): number {
  const count = typeof value === 'object' && value !== null && 'lines' in value ? value.lines : 0;
  return typeof count === 'number' ? count : 0;
}

function need<T>(
  validator: {
    Check(value: unknown): value is T;
    Errors: (value: unknown) => Parameters<typeof invalid>[0];
  },
  value: unknown,
): T {
  if (validator.Check(value)) return value;
  throw invalid(validator.Errors(value));
}
