import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import {
  ARCHIVE_LINES,
  EndLine,
  ArchiveHeader as Header,
  ArchiveLine as Line,
} from '../../admin/archive-schema.ts';
import { invalid, once } from '../../admin/command.ts';
import type { ArchiveHeader, ArchiveLine } from '../../core/archive/lines.ts';

const header = once(() => Compile(Header));
const lines = once(() => Compile(Line));
const endLine = once(() => Compile(EndLine));

/** Throws what is wrong with it. */
export function readHeader(text: string): ArchiveHeader {
  const value = parse(text);
  if (typeOf(value) !== 'koine-export') throw new Error('this is no archive of Koine');
  if (typeof value === 'object' && value !== null && 'version' in value && value.version !== 1)
    throw new Error(`the archive is of version ${value.version}, and this Koine reads version 1`);
  if (header().Check(value)) return value;
  throw invalid(header(), value);
}

/** Throws what is wrong with it. */
export function readLine(text: string): ArchiveLine | Static<typeof EndLine> {
  const value = parse(text);
  const type = typeOf(value);
  if (type === 'end') {
    if (endLine().Check(value)) return value;
    throw invalid(endLine(), value);
  }
  if (lines().Check(value)) return value;
  if (!Object.keys(ARCHIVE_LINES).some((name) => name === type))
    throw new Error('it has no type that an archive knows');
  throw invalid(lines(), value);
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
