import type { AllLimits } from '@koine/contract';
import type { JsonSchema } from './json-schema.ts';

export interface DocumentOptions {
  readonly version: string;
  /** Those in force. */
  readonly limits: AllLimits;
}

/** The document for anyone who reaches the server at `origin`, e.g. `http://127.0.0.1:8080`; without a slash at its end. */
export type DocumentAt = (origin: string) => JsonSchema;
