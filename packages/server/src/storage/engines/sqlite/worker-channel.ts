import type { MessagePort, Worker } from 'node:worker_threads';
import { KoineError } from '@koine/contract';
import type { Appended, NewMessage } from '../../../core/ports/stores.ts';
import { NEW_COLUMNS, newColumns } from '../../message-fields.ts';
import type { Call, InputOf, OperationName, ResultOf } from '../../operations/index.ts';
import type { Scalar } from '../../statement.ts';
import type { StorageLog } from '../../storage-log.ts';
import { StorageOpenError } from '../../storage-open-error.ts';
import { type Pending, rejectAll, settle } from './pending.ts';
import type { Command, Report } from './wire.ts';

/** Operations in one batch at most: bounds how long one commit can take. */
const BATCH_MAX = 1000;
/** A busy room's next commit waits for ticks that bring something, for at most so many ms. */
const GATHERING_MS_MAX = 2;
/** So many ticks without anything new end the gathering: a client's reply takes a few ticks to arrive. */
const IDLE_TICKS_MAX = 2;
/** Operations that may wait for the worker; more are refused with `storageUnavailable`. */
const WAITING_MAX = 200_000;

class Batch {
  readonly items: (number | Call)[] = [];
  readonly fields: Scalar[] = [];
  readonly pending: Pending[] = [];
  appends = 0;
}

/**
 * The server's side of a worker thread. One batch is under way at a time, and whatever arrives meanwhile becomes the
 * next. Promises settle in the order of their calls, those of one batch in one go, so reactions run in commit order.
 *
 * A call that finds the thread idle is posted at the end of its tick. After a batch of several messages, their senders are
 * likely to send more as soon as they receive the events of this one: the next commit then waits while ticks bring something
 * new, a few ticks of mere reading. Without that, calls that arrived during the commit would be committed, and sent to every
 * client, apart from the replies to it. Commits and writes to sockets cost the same for one message as for many: with 80
 * messages in flight, a commit takes 70 of them instead of 35, and 45 % more messages a second go to 50 clients.
 */
export class WorkerChannel {
  readonly #worker: Worker | MessagePort;
  readonly #log: StorageLog;
  readonly #died: (error: Error) => void;
  readonly #opened = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<void>();
  readonly #finished = Promise.withResolvers<void>();
  #state: 'live' | 'finishing' | 'closing' | 'closed' | 'dead' = 'live';
  #waiting: Batch[] = [];
  #waitingCount = 0;
  #underWay: Batch | null = null;
  #isPumpDue = false;
  #hasDatabaseError = false;
  #blockedWhy: string | null = null;

  /** `died` is called when the thread ends without having been asked to. */
  constructor(worker: Worker | MessagePort, log: StorageLog, died: (error: Error) => void) {
    this.#worker = worker;
    this.#log = log;
    this.#died = died;
    worker.on('message', (report: Report) => this.#receive(report));
    worker.on('error', (error) => this.#die(error));
    worker.on('exit', () => this.#die(new Error('The thread has ended')));
    // Without a call of `open`, no caller awaits this rejection.
    this.#opened.promise.catch(() => {});
  }

  /** Opens the worker's database. Once, before any call. Rejects with `StorageOpenError`. */
  async open(): Promise<void> {
    this.#post({ type: 'open' });
    await this.#opened.promise;
  }

  /**
   * Runs an operation and resolves to what `resultOf` makes of its result. Rejects with its `KoineError`,
   * `storageUnavailable` or `shuttingDown`.
   */
  call<Name extends OperationName, Result>(
    name: Name,
    input: InputOf<Name>,
    resultOf: (result: ResultOf<Name>) => Result,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      const batch = this.#batch(reject);
      if (batch === null) return;
      batch.items.push({ name, input });
      batch.pending.push({
        resolve: (result: ResultOf<Name>) => resolve(resultOf(result)),
        reject,
      });
    });
  }

  /** Stores a message. Rejects with `roomNotFound`, `conflict` (its id exists), `storageUnavailable` or `shuttingDown`. */
  append(message: NewMessage): Promise<Appended> {
    return new Promise((resolve, reject) => {
      const batch = this.#batch(reject);
      if (batch === null) return;
      const last = batch.items.length - 1;
      const run = batch.items[last];
      if (typeof run === 'number') batch.items[last] = run + 1;
      else batch.items.push(1);
      const columns = newColumns(message);
      batch.fields.push(message.roomId);
      for (const column of NEW_COLUMNS) batch.fields.push(columns[column]);
      batch.pending.push({ message, resolve, reject });
      batch.appends += 1;
    });
  }

  /** The thread has ended without having been asked to. */
  get isDead(): boolean {
    return this.#state === 'dead';
  }

  /** Rejects calls for this reason, until `null` lifts the block. */
  block(why: string | null): void {
    this.#blockedWhy = why;
  }

  /** Takes no more calls; resolves in the tick after the last result. */
  async finish(): Promise<void> {
    if (this.#state === 'live') this.#state = 'finishing';
    this.#endWhenIdle();
    await this.#finished.promise;
  }

  /** Waits for what is under way, then closes the database and ends the thread. */
  async close(): Promise<void> {
    if (this.#state === 'live' || this.#state === 'finishing') {
      this.#state = 'closing';
      this.#endWhenIdle();
    }
    await this.#closed.promise;
  }

  #batch(reject: (error: Error) => void): Batch | null {
    if (this.#blockedWhy !== null && this.#state === 'live') {
      reject(new KoineError('storageUnavailable', {}, this.#blockedWhy));
      return null;
    }
    if (this.#state !== 'live' || this.#waitingCount >= WAITING_MAX) {
      const isFailing = this.#state === 'live' || this.#state === 'dead';
      reject(new KoineError(isFailing ? 'storageUnavailable' : 'shuttingDown'));
      return null;
    }
    this.#waitingCount += 1;
    const open = this.#waiting.at(-1);
    if (open !== undefined && open.pending.length < BATCH_MAX) return open;
    const batch = new Batch();
    this.#waiting.push(batch);
    if (this.#underWay === null && !this.#isPumpDue) {
      // At the end of the tick, so that everything which arrived in it shares one commit.
      this.#isPumpDue = true;
      setImmediate(() => this.#pump());
    }
    return batch;
  }

  /** Pumps once ticks bring nothing new, the batch is full or the time is up. */
  #gather(): void {
    this.#isPumpDue = true;
    let count = this.#waitingCount;
    let idleTicks = 0;
    let until = Number.POSITIVE_INFINITY;
    const endTick = () => {
      const now = performance.now();
      // From the first tick's end on: until then the events of the last batch are being written.
      until = Math.min(until, now + GATHERING_MS_MAX);
      idleTicks = this.#waitingCount > count ? 0 : idleTicks + 1;
      count = this.#waitingCount;
      if (idleTicks >= IDLE_TICKS_MAX || count >= BATCH_MAX || now >= until) this.#pump();
      else setImmediate(endTick);
    };
    setImmediate(endTick);
  }

  #pump(): void {
    this.#isPumpDue = false;
    if (this.#underWay !== null) return;
    const batch = this.#waiting.shift();
    if (batch === undefined) return;
    this.#underWay = batch;
    this.#waitingCount -= batch.pending.length;
    const { items, fields } = batch;
    try {
      this.#post({ type: 'batch', items, fields });
    } catch (error) {
      // An input that cannot be copied to the thread: a bug of the caller.
      this.#underWay = null;
      rejectAll(batch.pending, error instanceof Error ? error : new Error(String(error)));
      this.#pump();
      if (this.#state !== 'live') this.#endWhenIdle();
    }
  }

  #receive(report: Report): void {
    switch (report.type) {
      case 'batch': {
        const done = this.#underWay;
        this.#underWay = null;
        // The next commit begins now, while this one's events are made, or gathers the replies to them.
        if (done !== null && done.appends > 1 && this.#waitingCount < BATCH_MAX) this.#gather();
        else this.#pump();
        this.#recordDatabaseError(report.databaseError);
        if (done !== null) settle(done.pending, report);
        if (this.#state !== 'live') this.#endWhenIdle();
        return;
      }
      case 'opened':
        this.#opened.resolve();
        return;
      case 'openFailed':
        this.#state = 'dead';
        this.#opened.reject(new StorageOpenError(report.reason, report.text));
        return;
      case 'warning':
        this.#log.warn({ detail: report.detail }, report.text);
        return;
      case 'closed':
        this.#state = 'closed';
        this.#closed.resolve();
    }
  }

  /** Logs the first of a row of database errors and the end of the row: a full disk fails hundreds of batches a second. */
  #recordDatabaseError(error: string | null): void {
    if (error !== null && !this.#hasDatabaseError) {
      this.#log.error({ detail: error }, 'database unavailable');
    }
    if (error === null && this.#hasDatabaseError) this.#log.warn({}, 'database recovered');
    this.#hasDatabaseError = error !== null;
  }

  #endWhenIdle(): void {
    if (this.#underWay !== null || this.#waiting.length > 0) return;
    setImmediate(this.#finished.resolve);
    if (this.#state === 'closing') this.#post({ type: 'close' });
  }

  #post(command: Command): void {
    this.#worker.postMessage(command);
  }

  /** The thread has ended, in whatever way: no call gets a result any more. */
  #die(error: Error): void {
    this.#opened.reject(error);
    this.#finished.resolve();
    this.#closed.resolve();
    if (this.#state === 'dead' || this.#state === 'closed') return;
    this.#state = 'dead';
    this.#log.error({ err: error }, 'storage thread died');
    const lost = [this.#underWay, ...this.#waiting].flatMap((batch) => batch?.pending ?? []);
    this.#underWay = null;
    this.#waiting = [];
    this.#waitingCount = 0;
    rejectAll(lost, new KoineError('storageUnavailable'));
    this.#died(error);
  }
}
