/**
 * How this works. A change number means something in one history only, and an older copy of a database does not know that it is
 * one: it has the same id and takes the same numbers again, for other changes. So the data directory keeps a marker beside
 * the database: which history was here, and how far it had come. A database that is of another history, or has not come as
 * far, begins a new epoch when it is opened, and reconnecting clients with numbers of the old one must reload.
 *
 * The marker must never be ahead of what is on disk, else a power loss would look like an older copy: it holds only what has been
 * committed (and synced) before it is written, and is itself synced. It may lag by less than a second. It is written in
 * place, in two alternating slots, since a rename or a longer file would take the file system's journal, for which commits wait.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** How far a history has come. */
export interface Mark {
  readonly epoch: string;
  /** Rises with every commit that may have changed a room. */
  readonly progress: number;
}

export const MARKER_NAME = 'koine.marker';
/** Two slots on two pages: a write that is torn harms one of them only. */
const SLOT_BYTES = 4096;
/** A commit is marked so long after it at most, apart from the time that the write itself takes. */
const DELAY_MS = 400;

export interface MarkerDeps {
  readonly directory: string;
  /** What is committed now. */
  present(): Mark;
  /** The marker cannot be written; called once. */
  failed(error: unknown): void;
}

export class Marker {
  readonly #path: string;
  readonly #deps: MarkerDeps;
  #slot = 0;
  #written: Mark | null = null;
  #timer: NodeJS.Timeout | null = null;
  #hasFailed = false;

  constructor(deps: MarkerDeps) {
    this.#deps = deps;
    this.#path = join(deps.directory, MARKER_NAME);
  }

  /** The marker's content; `null`: nothing that can be trusted. */
  read(): Mark | null {
    const slots = [0, 1].map((slot) => this.#readSlot(slot));
    const newest = (slots[1]?.progress ?? -1) > (slots[0]?.progress ?? -1) ? 1 : 0;
    this.#slot = newest;
    this.#written = slots[newest] ?? null;
    return this.#written;
  }

  /** There was a commit. */
  afterCommit(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#writeSoon().catch((error) => this.#fail(error));
    }, DELAY_MS);
  }

  /** Writes what is committed now, and waits for the disk. */
  writeNow(): void {
    try {
      const mark = this.#deps.present();
      if (!isSame(mark, this.#written)) this.#create(mark);
    } catch (error) {
      this.#fail(error);
    }
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.writeNow();
  }

  /** Beside the commits that come meanwhile: none of them waits for this. */
  async #writeSoon(): Promise<void> {
    const mark = this.#deps.present();
    if (isSame(mark, this.#written)) return;
    if (this.#written === null || !this.#isThere()) return this.writeNow();
    this.#written = mark;
    this.#slot = 1 - this.#slot;
    const at = this.#slot * SLOT_BYTES;
    const file = await open(this.#path, 'r+');
    try {
      await file.write(textOf(mark), 0, SLOT_BYTES, at);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  /** A whole new file, which takes the old one's place at once or not at all. */
  #create(mark: Mark): void {
    const draft = `${this.#path}.new`;
    const text = textOf(mark);
    writeFileSync(draft, Buffer.concat([text, text]), { mode: 0o600, flush: true });
    renameSync(draft, this.#path);
    const directory = openSync(dirname(this.#path), 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
    this.#written = mark;
  }

  #isThere(): boolean {
    return statSync(this.#path, { throwIfNoEntry: false })?.size === 2 * SLOT_BYTES;
  }

  #readSlot(slot: number): Mark | null {
    try {
      const text = readFileSync(this.#path, 'latin1');
      const value: unknown = JSON.parse(text.slice(slot * SLOT_BYTES, (slot + 1) * SLOT_BYTES));
      if (typeof value !== 'object' || value === null) return null;
      const { epoch, progress, check } = { epoch: '', progress: 0, check: '', ...value };
      if (typeof epoch !== 'string' || !Number.isSafeInteger(progress)) return null;
      return check === checkOf({ epoch, progress }) ? { epoch, progress } : null;
    } catch {
      // Missing or damaged: nothing is known of the earlier database.
      return null;
    }
  }

  #fail(error: unknown): void {
    // What could not be written is tried again with the next commit.
    this.#written = null;
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#deps.failed(error);
  }
}

/** Whether a database at `present` is a later state of the one that was marked. */
export function isContinued(present: Mark, marked: Mark | null): boolean {
  return marked !== null && marked.epoch === present.epoch && marked.progress <= present.progress;
}

function isSame(a: Mark, b: Mark | null): boolean {
  return a.epoch === b?.epoch && a.progress === b.progress;
}

function textOf(mark: Mark): Buffer {
  const line = JSON.stringify({ ...mark, check: checkOf(mark) });
  return Buffer.from(`${line.padEnd(SLOT_BYTES - 1)}\n`, 'latin1');
}

function checkOf({ epoch, progress }: Mark): string {
  return createHash('sha256').update(`${epoch} ${progress}`).digest('hex').slice(0, 16);
}
