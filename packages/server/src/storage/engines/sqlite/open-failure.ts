import { StorageOpenError } from '../../storage-open-error.ts';
import { codeOf, SQLITE } from './sqlite-error.ts';

/** The error to show the operator for an error while opening. Any other error is returned as it is. */
export function openFailureOf(error: unknown, directory: string): unknown {
  if (error instanceof StorageOpenError || !(error instanceof Error)) return error;
  const detail = `(${error.message})`;
  switch (codeOf(error) ?? systemCodeOf(error)) {
    case SQLITE.busy:
    case SQLITE.locked:
      return new StorageOpenError(
        'inUse',
        `Another program has locked the database in ${directory} ${detail}. Close it and start again.`,
      );
    case SQLITE.corrupt:
    case SQLITE.notADatabase:
      return new StorageOpenError(
        'corrupt',
        `The database in ${directory} is damaged ${detail}. Restore it from a backup; the damaged file was not changed.`,
      );
    case SQLITE.full:
    case 'ENOSPC':
      return new StorageOpenError(
        'noSpace',
        `The disk that holds ${directory} is full ${detail}. Make room and start again.`,
      );
    case SQLITE.readOnly:
    case SQLITE.cannotOpen:
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EISDIR':
      return new StorageOpenError(
        'unwritable',
        `The data directory ${directory} cannot be made or written ${detail}. Give the server's user the right to, or choose another one (--data).`,
      );
    default:
      return error;
  }
}

function systemCodeOf(error: Error): unknown {
  return 'code' in error ? error.code : null;
}
