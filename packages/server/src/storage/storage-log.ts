/** Where storage logs what an operator should know. Any pino logger will do. */
export interface StorageLog {
  warn(details: object, text: string): void;
  error(details: object, text: string): void;
}

/** Logs nothing. */
export const silentLog: StorageLog = { warn: () => {}, error: () => {} };
