import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  statfsSync,
  writeSync,
} from 'node:fs';

/** So much is written at once: some ms, which the next commit may have to wait. */
const STEP_BYTES = 4 * 1_048_576;
/** A log that stays below this belongs to a server where little is said: it is left alone. */
const WORTHWHILE_BYTES = 1_048_576;
/** Room for others that must be left on the disk. */
const FREE_BYTES_MIN = 1024 * 1_048_576;
/** The log's length is looked at once in so many batches. */
const BATCHES_A_LOOK = 32;

/**
 * Lengthens the write-ahead log once, ahead of its use, by zeros on disk. A commit into blocks that the file has already
 * needs only its own pages written; one that makes the file longer needs the file system's journal too. Measured: 0.36 ms
 * a commit while the log grows, 0.19 ms inside it, and two thirds of the processor time.
 *
 * That is safe at any time: SQLite takes from the log only frames whose checksums fit, and writes over whatever stands
 * behind the last. Its locks are on other files, so opening and closing this one loses none.
 */
export class LogGrowth {
  readonly #path: string;
  readonly #wholeBytes: number;
  #isOver = false;
  #batches = 0;

  constructor(path: string, wholeBytes: number) {
    this.#path = path;
    this.#wholeBytes = wholeBytes;
  }

  /** After each batch: takes one step where there is one to take. A disk that has no room is left as it was. */
  afterBatch(): void {
    if (this.#isOver || ++this.#batches % BATCHES_A_LOOK !== 0) return;
    try {
      this.#isOver = !this.#step();
    } catch {
      // Growing only makes commits faster; what is wrong with the disk is for the commits to find out.
      this.#isOver = true;
    }
  }

  /** Whether there may be more to do. */
  #step(): boolean {
    const file = openSync(this.#path, 'r+');
    try {
      const { size } = fstatSync(file);
      if (size < WORTHWHILE_BYTES) return true;
      const end = Math.min(size + STEP_BYTES, this.#wholeBytes);
      if (end <= size) return false;
      const { bavail, bsize } = statfsSync(this.#path);
      if (bavail * bsize < FREE_BYTES_MIN) return false;
      try {
        for (let at = size; at < end; )
          at += writeSync(file, ZEROS, 0, Math.min(ZEROS.length, end - at), at);
        fsyncSync(file);
      } catch (error) {
        ftruncateSync(file, size);
        throw error;
      }
      return end < this.#wholeBytes;
    } finally {
      closeSync(file);
    }
  }
}

const ZEROS = new Uint8Array(262_144);
