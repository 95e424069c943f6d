import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError, type SecretsFile } from '../config/index.ts';
import { makeDirectory } from '../storage/make-directory.ts';
import { errorMessage } from './error-message.ts';

/** The text of a file, or `null` where there is none. */
export function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // ENOTDIR: a part of the path is a file, so nothing is there either. Writing says what is wrong.
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw new ConfigError([`cannot read ${path} (${errorMessage(error)})`]);
  }
}

/** Generated secrets on disk, readable by their owner only. */
export const secretsOnDisk: SecretsFile = {
  read: readText,
  write(path, text) {
    try {
      makeDirectory(dirname(path));
      writeFileSync(path, text, { mode: 0o600 });
    } catch (error) {
      throw new ConfigError([`cannot write ${path} (${errorMessage(error)}); ${advice}`]);
    }
  },
  make: () => randomBytes(32).toString('base64url'),
};

const advice = 'name a directory that can be written to with --data';

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
