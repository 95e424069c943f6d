import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configurationReference } from '../config/index.ts';
import { makeDirectory } from '../storage/make-directory.ts';
import { readArguments } from './arguments.ts';
import { errorsReference } from './errors-reference.ts';
import { servedDocument } from './served-document.ts';
import { refuseArguments } from './usage-error.ts';
import type { Verb } from './verb.ts';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));

/** The pages that are written from the program, by their path in the repository. */
export const pages: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/reference/configuration.md': configurationReference,
  'docs/reference/errors.md': errorsReference,
  'docs/reference/openapi.json': () => servedDocument('openapi'),
  'docs/reference/asyncapi.json': () => servedDocument('asyncapi'),
};

export const docs: Verb = {
  name: 'docs',
  about: 'Write the reference pages.',
  help: () => `Usage: koine docs [--output DIRECTORY]

Writes ${Object.keys(pages).join(', ')}; with --output, the four files
into that directory, which is created if missing.`,
  async run(argv, { stdout }) {
    const args = readArguments(argv, { '--output': 'text' });
    refuseArguments([...args.words, ...args.settings]);
    const output = args.text('--output');
    for (const [path, text] of Object.entries(pages)) {
      const file = output === undefined ? join(repository, path) : join(output, basename(path));
      makeDirectory(dirname(file));
      writeFileSync(file, await text());
      stdout.write(`wrote ${output === undefined ? path : file}\n`);
    }
    return 0;
  },
};
