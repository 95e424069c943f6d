/** What travels between the server and storage’s worker threads, one that writes and those that read. */
import type { ErrorCode, ErrorDetails } from '@koine/contract';
import { NEW_COLUMNS } from '../../message-fields.ts';
import type { Call } from '../../operations/index.ts';
import type { Queries } from '../../queries/index.ts';
import type { Scalar } from '../../statement.ts';
import type { OpenFailure } from '../../storage-open-error.ts';

/** What a worker starts with. */
export interface WorkerOptions {
  readonly directory: string;
  readonly queries: Queries;
}

export type Command = BatchCommand | { readonly type: 'open' } | { readonly type: 'close' };

export interface BatchCommand {
  readonly type: 'batch';
  /** In order of arrival. A number stands for so many appends, whose fields come next in `fields`. */
  readonly items: readonly (number | Call)[];
  /** `FIELDS_PER_APPEND` a message, flat: half the cost of an object or an array each. */
  readonly fields: readonly Scalar[];
}

/** The room's id and `NEW_COLUMNS`. */
export const FIELDS_PER_APPEND = 1 + NEW_COLUMNS.length;

export type Report =
  | BatchReport
  | { readonly type: 'opened' }
  | { readonly type: 'openFailed'; readonly reason: OpenFailure; readonly text: string }
  | { readonly type: 'warning'; readonly text: string; readonly detail: string }
  | { readonly type: 'closed' };

export interface BatchReport {
  readonly type: 'batch';
  /** Set: nothing of the batch remains. */
  readonly failure: Failure | null;
  /** The database's error text, when it could not do its work; for the log. */
  readonly databaseError: string | null;
  /** `number`, `seq` and `changeSeq` of each append; three zeros: its outcome is the next in `outcomes`. */
  readonly numbers: readonly number[];
  /** Of each call, and of each append that made nothing new, in order. */
  readonly outcomes: readonly Outcome[];
}

export type Outcome = { readonly value: unknown } | { readonly failure: Failure };

/** An expected failure, or the text of a bug. */
export type Failure =
  | { readonly code: ErrorCode; readonly details: ErrorDetails }
  | { readonly bug: string };
