import { KoineError } from '@koine/contract';
import type { Appended, NewMessage } from '../../../core/ports/stores.ts';
import { type MessageRow, messageOf, messageOfNew } from '../../message-fields.ts';
import type { BatchReport, Failure, Outcome } from './wire.ts';

/** A promise that a batch will settle. */
export type Pending = PendingCall | PendingAppend;

// Methods, not function properties, so that a function of the operation's own result may stand here.
interface PendingCall {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

interface PendingAppend {
  readonly message: NewMessage;
  resolve(appended: Appended): void;
  reject(error: Error): void;
}

/** Settles a batch's promises, in order. */
export function settle(pending: readonly Pending[], report: BatchReport): void {
  if (report.failure !== null) {
    rejectAll(pending, errorOf(report.failure));
    return;
  }
  const { numbers, outcomes } = report;
  let nextNumber = 0;
  let nextOutcome = 0;
  for (const one of pending) {
    if (!('message' in one)) {
      settleCall(one, outcomes[nextOutcome++]);
      continue;
    }
    const number = numbers[nextNumber++] ?? 0;
    const seq = numbers[nextNumber++] ?? 0;
    const changeSeq = numbers[nextNumber++] ?? 0;
    if (number === 0) settleCall(duplicateOf(one), outcomes[nextOutcome++]);
    else
      one.resolve({
        message: messageOfNew(one.message, number, seq, changeSeq),
        isDuplicate: false,
      });
  }
}

export function rejectAll(pending: readonly Pending[], error: Error): void {
  for (const one of pending) one.reject(error);
}

function settleCall(call: PendingCall, outcome: Outcome | undefined): void {
  if (outcome === undefined) call.reject(new Error('The storage thread left out a result'));
  else if ('failure' in outcome) call.reject(errorOf(outcome.failure));
  else {
    try {
      call.resolve(outcome.value);
    } catch (error) {
      // Making a result of a row has failed: only its own call may suffer.
      call.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** An append that made nothing new results in a row, as a call does. */
function duplicateOf(append: PendingAppend): PendingCall {
  return {
    resolve: (row: MessageRow) =>
      append.resolve({ message: messageOf(row, append.message.roomId), isDuplicate: true }),
    reject: (error) => append.reject(error),
  };
}

function errorOf(failure: Failure): Error {
  return 'bug' in failure ? new Error(failure.bug) : new KoineError(failure.code, failure.details);
}
