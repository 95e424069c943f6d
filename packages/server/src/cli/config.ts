import { describeConfig, loadConfig, originsWithSecrets } from '../config/index.ts';
import { readText } from './files.ts';
import type { Verb } from './verb.ts';

export const config: Verb = {
  name: 'config',
  about: 'Print every setting, its value and its source.',
  help: () =>
    'Usage: koine config [flags]\n\nTakes the flags of `koine serve` and prints the configuration that it would run with.',
  async run(argv, { env, stdout }) {
    const loaded = loadConfig({ argv, env, readFile: readText });
    stdout.write(`${describeConfig({ ...loaded, origins: originsWithSecrets(loaded) })}\n`);
    return 0;
  },
};
