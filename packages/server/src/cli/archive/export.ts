import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { ADMIN } from '../../admin/commands.ts';
import type { ArchivePage } from '../../core/archive/export.ts';
import { readArguments } from '../arguments.ts';
import { errorMessage } from '../error-message.ts';
import { type Installation, openInstallation } from '../installation.ts';
import { refuseArguments, UsageError } from '../usage-error.ts';
import type { Terminal, Verb } from '../verb.ts';
import { Tally } from './tally.ts';

export const exportVerb: Verb = {
  name: 'export',
  about: 'Write a room or an app as newline-delimited JSON.',
  help: () => `Usage: koine export --room ROOM|--app APP [--out FILE] [--data DIRECTORY …]

Writes to standard output, or to a FILE that must not exist. ROOM is a room's id or uid. An app's archive
holds its users, with the hashes of their passwords, and all its rooms: keep it as safe as the database. A
room's archive holds the room, its messages, members and bans, and of its members what is public. Keys,
sign-in tokens and notifications are not in it. A server may run meanwhile.`,
  async run(argv, terminal) {
    const flags = { '--room': 'text', '--app': 'text', '--out': 'text' } as const;
    const args = readArguments(argv, flags);
    const [room, app, out] = [args.text('--room'), args.text('--app'), args.text('--out')];
    refuseArguments(args.words);
    if ((room === undefined) === (app === undefined))
      throw new UsageError('name what to export: --room ROOM or --app APP');
    await using installation = await openInstallation(args.settings, terminal, false);
    const scope = room === undefined ? { app: app ?? '' } : { room };
    const pages = pagesOf(installation, scope);
    const tally = out === undefined ? await writeOut(pages, terminal) : await writeFile(pages, out);
    terminal.stderr.write(`exported ${tally.text}\n`);
    return 0;
  },
};

async function* pagesOf(
  installation: Installation,
  scope: { readonly app: string } | { readonly room: string },
): AsyncGenerator<ArchivePage['lines']> {
  let page = await installation.run(ADMIN.beginExport, scope);
  yield page.lines;
  while (page.next !== null) {
    page = await installation.run(ADMIN.continueExport, { cursor: { ...page.next } });
    yield page.lines;
  }
}

function writeOut(
  pages: AsyncIterable<ArchivePage['lines']>,
  { stdout }: Terminal,
): Promise<Tally> {
  return writePages(pages, async (text) => {
    if (!(stdout instanceof Writable)) {
      stdout.write(text);
      return;
    }
    // Waits for the reader, and notices when there is none any more (`koine export … | head`).
    await new Promise<void>((resolve, reject) => {
      const left = 'standard output was closed before the archive was complete';
      stdout.write(text, (error) => (error ? reject(new Error(left)) : resolve()));
    });
  });
}

/** Under another name until it is whole, so that a part of an archive is never taken for a whole one. */
async function writeFile(pages: AsyncIterable<ArchivePage['lines']>, path: string): Promise<Tally> {
  if (existsSync(path)) throw new Error(`${path} exists already; remove it, or name another file`);
  const draft = `${path}.part`;
  const file = await open(draft, 'w', 0o600).catch((error: unknown) => {
    throw new Error(`cannot write ${path} (${errorMessage(error)})`);
  });
  try {
    const tally = await writePages(pages, (text) => file.appendFile(text));
    await file.sync();
    await rename(draft, path);
    return tally;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** Every line, and a last one by which a reader knows that none is missing. */
async function writePages(
  pages: AsyncIterable<ArchivePage['lines']>,
  write: (text: string) => Promise<void>,
): Promise<Tally> {
  const tally = new Tally();
  let count = 0;
  for await (const lines of pages) {
    if (lines.length === 0) continue;
    for (const line of lines) if (line.type !== 'koine-export') tally.add(line.type, 1);
    count += lines.length;
    await write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
  await write(`${JSON.stringify({ type: 'end', lines: count })}\n`);
  return tally;
}
