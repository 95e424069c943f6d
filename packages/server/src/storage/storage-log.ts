/** Where storage says what an operator should know. Any pino logger will do. */
export interface StorageLog {
  warn(details: object, text: string): void;
  error(details: object, text: string): void;
}

/** Says nothing. */
export const silentLog: StorageLog = { warn: () => {}, error: () => {} };
