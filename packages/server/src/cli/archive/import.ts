import { open } from 'node:fs/promises';
import { ADMIN } from '../../admin/commands.ts';
import type { ArchiveHeader, ArchiveLine } from '../../core/archive/lines.ts';
import { readArguments } from '../arguments.ts';
import { errorMessage } from '../error-message.ts';
import { type Installation, openInstallation } from '../installation.ts';
import { refuseArguments, UsageError } from '../usage-error.ts';
import type { Terminal, Verb } from '../verb.ts';
import { readHeader, readLine } from './read-line.ts';
import { Tally } from './tally.ts';
import { LineError, textLines } from './text-lines.ts';

export const importVerb: Verb = {
  name: 'import',
  about: 'Import a room or an app written by `koine export`.',
  help: () => `Usage: koine import FILE|- [--app APP] [--json] [--data DIRECTORY …]

Creates what is missing and leaves the rest unchanged, so running it again completes an interrupted import
without duplicates. Ids, times, senders, edits, deletions and reactions are kept; messages are added at the
end of their room. A missing app is created, with a new key. With --app, another app gets a copy, whose
rooms and messages have ids of their own. An invalid line stops the import with its number; what came before
it stays. A server may run meanwhile.`,
  async run(argv, terminal) {
    const args = readArguments(argv, { '--app': 'text', '--json': 'switch' });
    const [file, ...more] = args.words;
    if (file === undefined)
      throw new UsageError('name the file to import, or - for standard input');
    refuseArguments(more);
    const chunks = file === '-' ? terminal.stdin : await openFile(file);
    await using installation = await openInstallation(args.settings, terminal, true);
    const run = new ImportRun(installation, args.text('--app') ?? null);
    const problem = await run.read(textLines(chunks));
    run.report(terminal, args.has('--json'), problem);
    return problem === null ? 0 : 1;
  },
};

/** Before anything else, so that a name that is wrong makes no data directory. */
async function openFile(path: string): Promise<AsyncIterable<string | Uint8Array>> {
  try {
    return (await open(path)).createReadStream();
  } catch (error) {
    throw new Error(`cannot read ${path} (${errorMessage(error)})`);
  }
}

/** Lines that go to the installation in one go. */
const PART_LINES = 1000;
const PART_CHARS = 4 * 1024 * 1024;

class ImportRun {
  readonly #installation: Installation;
  readonly #appId: string | null;
  readonly #made = new Tally();
  readonly #notes: string[] = [];
  #known = 0;
  #header: ArchiveHeader | null = null;
  /** The room line before the lines that wait. */
  #room: Extract<ArchiveLine, { type: 'room' }>['room'] | null = null;
  #waiting: ArchiveLine[] = [];
  #waitingChars = 0;
  /** Of the first line that waits, from 1. */
  #waitingFrom = 2;

  constructor(installation: Installation, appId: string | null) {
    this.#installation = installation;
    this.#appId = appId;
  }

  /** Imports line by line to the end or to the first problem, which is returned. */
  async read(lines: AsyncIterable<string>): Promise<string | null> {
    try {
      await this.#takeAll(lines);
      await this.#send();
      return null;
    } catch (error) {
      if (!(error instanceof LineError) || error instanceof RejectedLine)
        return errorMessage(error);
      // What came before a line that cannot be read goes in all the same.
      const failure = await this.#send().then(() => null, errorMessage);
      return failure ?? error.message;
    }
  }

  report({ stdout, stderr }: Terminal, isJson: boolean, problem: string | null): void {
    const { counts, text } = this.#made;
    const known = this.#known;
    if (isJson) {
      stdout.write(`${JSON.stringify({ made: counts, known, notes: this.#notes, problem })}\n`);
    } else {
      const lines = [`imported ${text}; ${known} were there already`, ...this.#notes];
      stdout.write(`${lines.join('\n')}\n`);
    }
    if (problem !== null) stderr.write(`koine: ${problem}\n`);
  }

  async #takeAll(lines: AsyncIterable<string>): Promise<void> {
    let number = 0;
    let isEnded = false;
    for await (const text of lines) {
      number += 1;
      if (isEnded) {
        // An editor's, or a tool's that joins files.
        if (text.trim() === '') continue;
        throw new LineError(number, 'it comes after the last line');
      }
      isEnded = this.#take(text, number);
      if (this.#waiting.length >= PART_LINES || this.#waitingChars >= PART_CHARS)
        await this.#send();
    }
    if (number === 0) throw new LineError(1, 'the archive is empty');
    if (!isEnded) throw new LineError(number + 1, 'the archive ends early: lines are missing');
  }

  /** Whether it was the last line. */
  #take(text: string, number: number): boolean {
    try {
      if (number === 1) {
        this.#header = readHeader(text);
        return false;
      }
      const line = readLine(text);
      if (line.type === 'end') {
        if (line.lines === number - 1) return true;
        throw new Error(`lines are missing: ${line.lines} should come before this one`);
      }
      this.#waiting.push(line);
      this.#waitingChars += text.length;
      return false;
    } catch (error) {
      throw new LineError(number, errorMessage(error));
    }
  }

  async #send(): Promise<void> {
    const header = this.#header;
    const lines = this.#waiting;
    if (header === null || lines.length === 0) return;
    const from = this.#waitingFrom;
    this.#waiting = [];
    this.#waitingChars = 0;
    this.#waitingFrom += lines.length;
    const part = { header, app: this.#appId, room: this.#room, lines };
    const done = await this.#installation.run(ADMIN.importLines, part);
    this.#room = lines.findLast((line) => line.type === 'room')?.room ?? this.#room;
    this.#made.addAll(done.made);
    this.#known += done.known;
    if (done.key !== null)
      this.#notes.push(`App ${header.app.id} created. Its key, shown only now: ${done.key}`);
    this.#notes.push(...done.notes);
    const { stopped } = done;
    if (stopped !== null) throw new RejectedLine(from + stopped.index, stopped.why);
  }
}

/** The installation has refused a line; those before it are in. */
class RejectedLine extends LineError {}
