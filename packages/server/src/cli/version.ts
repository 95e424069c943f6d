import { koineVersion } from '../server/version.ts';
import { refuseArguments } from './usage-error.ts';
import type { Verb } from './verb.ts';

export const version: Verb = {
  name: 'version',
  about: 'Print the version of Koine and of the Node that runs it.',
  help: () => 'Usage: koine version',
  async run(argv, { stdout }) {
    refuseArguments(argv);
    stdout.write(`koine ${koineVersion()} (Node ${process.version})\n`);
    return 0;
  },
};
