/**
 * Why a database could not be opened.
 * `inUse`: another Koine serves the directory, or another program locks the file. `unwritable`: the directory or file
 * cannot be made or written. `noSpace`: the disk is full. `notADatabase`, `foreign`: the file is something else, or
 * another program's. `corrupt`: it was a Koine database. `newerVersion`, `otherVersion`: a Koine that this one does not
 * know has made it.
 */
export type OpenFailure =
  | 'inUse'
  | 'unwritable'
  | 'noSpace'
  | 'notADatabase'
  | 'foreign'
  | 'corrupt'
  | 'newerVersion'
  | 'otherVersion';

/** A start-up error; its text names the file, what is wrong with it and what to do. Nothing was changed in the file. */
export class StorageOpenError extends Error {
  readonly reason: OpenFailure;

  constructor(reason: OpenFailure, text: string) {
    super(text);
    this.name = 'StorageOpenError';
    this.reason = reason;
  }
}
