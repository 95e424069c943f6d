import { Compile } from 'typebox/compile';
import { Errors } from 'typebox/value';
import {
  ARCHIVE_LINES,
  ArchiveHeader as Header,
  ArchiveLine as Line,
} from '../../admin/archive-schema.ts';
import { invalid, once } from '../../admin/command.ts';
import type { ArchiveHeader, ArchiveLine } from '../../core/archive/lines.ts';

/** The last line of an archive: so many lines come before it. */
export interface EndLine {
  readonly type: 'end';
  readonly lines: number;
}

const header = once(() => Compile(Header));
const lines = once(() => Compile(Line));

/** Throws what is wrong with it. */
export function readHeader(text: string): ArchiveHeader {
  const value = parse(text);
  if (typeOf(value) !== 'koine-export') throw new Error('this is no archive of Koine');
  if (typeof value === 'object' && value !== null && 'version' in value && value.version !== 1)
    throw new Error(`the archive is of version ${value.version}, and this Koine reads version 1`);
  if (header().Check(value)) return value;
  throw invalid(header().Errors(value));
}

/** Throws what is wrong with it. */
export function readLine(text: string): ArchiveLine | EndLine {
  const value = parse(text);
  const type = typeOf(value);
  if (type === 'end') return { type, lines: countOf(value) };
  if (lines().Check(value)) return value;
  const schema = Object.entries(ARCHIVE_LINES).find(([name]) => name === type)?.[1];
  if (schema === undefined) throw new Error('it has no type that an archive knows');
  throw invalid(Errors(schema, value));
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
