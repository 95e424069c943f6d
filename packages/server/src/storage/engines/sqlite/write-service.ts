import { createOperations } from '../../operations/index.ts';
import type { Queries } from '../../queries/index.ts';
import { Appender } from './appender.ts';
import { BatchWriter, leavesRows } from './batch-writer.ts';
import type { Connection } from './connection.ts';
import { textOf } from './failure.ts';
import type { Service } from './serve.ts';
import type { BatchCommand, Report } from './wire.ts';

export interface WriteServiceOptions {
  readonly connection: Connection;
  readonly queries: Queries;
  readonly report: (report: Report) => void;
  /** After each commit, before it is reported. */
  readonly committed: (batch: BatchCommand) => void;
  /** Before the connection is closed. */
  readonly closing: () => void;
}

/** Runs batches on the one connection that writes, and runs the background removal between them. */
export function writeService(options: WriteServiceOptions): Service {
  const { connection, queries, report } = options;
  const writer = new BatchWriter(
    connection,
    createOperations(queries),
    new Appender(connection, queries),
    queries,
  );

  // What was removed goes in small transactions between the batches. A database error leaves the rest until after the next good batch.
  let hasLeftovers = true;
  let isRemoving = false;
  const removeSoon = () => {
    if (!hasLeftovers || isRemoving) return;
    isRemoving = true;
    setImmediate(() => {
      isRemoving = false;
      if (!connection.isOpen) return;
      try {
        hasLeftovers = writer.removeSome();
        removeSoon();
      } catch (error) {
        report({
          type: 'warning',
          text: 'The background removal has failed',
          detail: textOf(error),
        });
      }
    });
  };
  removeSoon();

  return {
    run(batch) {
      const done = writer.run(batch);
      if (done.failure === null) {
        options.committed(batch);
        hasLeftovers ||= leavesRows(batch);
        removeSoon();
      }
      return done;
    },
    close() {
      options.closing();
      connection.close();
    },
  };
}
