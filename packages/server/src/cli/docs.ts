import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configurationReference } from '../config/index.ts';
import { errorsReference } from './errors-reference.ts';
import { servedDocument } from './served-document.ts';
import { refuseArguments } from './usage-error.ts';
import type { Verb } from './verb.ts';

const root = new URL('../../../../', import.meta.url);

/** The pages that are written from the program, by their path in the repository. */
export const pages: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/reference/configuration.md': configurationReference,
  'docs/reference/errors.md': errorsReference,
  'docs/reference/openapi.json': () => servedDocument('openapi'),
  'docs/reference/asyncapi.json': () => servedDocument('asyncapi'),
};

export const docs: Verb = {
  name: 'docs',
  about: 'Write the reference pages that are made from the program.',
  help: () => `Usage: koine docs\n\nWrites ${Object.keys(pages).join(', ')}.`,
  async run(argv, { stdout }) {
    refuseArguments(argv);
    for (const [path, text] of Object.entries(pages)) {
      const file = fileURLToPath(new URL(path, root));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, await text());
      stdout.write(`wrote ${path}\n`);
    }
    return 0;
  },
};
