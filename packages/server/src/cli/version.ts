import { readFileSync } from 'node:fs';
import Type from 'typebox';
import { Parse } from 'typebox/value';
import type { Verb } from './verb.ts';

const Manifest = Type.Object({ version: Type.String() });

/** The version of this Koine. */
export function koineVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return Parse(Manifest, JSON.parse(readFileSync(file, 'utf8'))).version;
}

export const version: Verb = {
  name: 'version',
  about: 'Print the version of Koine and of the Node that runs it.',
  help: () => 'Usage: koine version',
  async run(_argv, { stdout }) {
    stdout.write(`koine ${koineVersion()} (Node ${process.version})\n`);
    return 0;
  },
};
