export { checkIntegrity, openSqliteStores, type SqliteOptions } from './engines/sqlite/open.ts';
export type { StorageLog } from './storage-log.ts';
export { type OpenFailure, StorageOpenError } from './storage-open-error.ts';
