import type { MessagePort } from 'node:worker_threads';
import { StorageOpenError } from '../../storage-open-error.ts';
import { openFailureOf } from './open-failure.ts';
import type { BatchCommand, BatchReport, Command, Report } from './wire.ts';

/** What a worker does once its database is open. */
export interface Service {
  run(batch: BatchCommand): BatchReport;
  close(): void;
}

/** The life of a worker thread: opens on command, runs batches one after another, closes on command. */
export function serve(
  port: MessagePort | null,
  directory: string,
  open: (report: (report: Report) => void) => Service,
): void {
  if (port === null) throw new Error('Runs in a worker thread only');
  const report = (message: Report) => port.postMessage(message);
  let service: Service | null = null;
  port.on('message', (command: Command) => {
    switch (command.type) {
      case 'open':
        try {
          service = open(report);
        } catch (error) {
          const failure = openFailureOf(error, directory);
          if (!(failure instanceof StorageOpenError)) throw failure;
          report({ type: 'openFailed', reason: failure.reason, text: failure.message });
          port.close();
          return;
        }
        report({ type: 'opened' });
        return;
      case 'batch':
        if (service === null) throw new Error('Not open');
        report(service.run(command));
        return;
      case 'close':
        service?.close();
        report({ type: 'closed' });
        port.close();
    }
  });
}
