import { join } from 'node:path';
import type { UserConfig } from 'vite';
import { guides } from './build/guides.ts';

const root = import.meta.dirname;
const page = (name: string) => join(root, `${name}.html`);

/** The pages: one HTML file each, with what they share in common chunks. All names under /assets hold a digest. */
const config: UserConfig = {
  root,
  base: '/',
  publicDir: false,
  logLevel: 'warn',
  plugins: [guides()],
  build: {
    target: 'es2022',
    // Those that know light-dark() and relative colours by themselves.
    cssTarget: ['chrome125', 'firefox128', 'safari18'],
    // The policy of the pages allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        playground: page('index'),
        embed: page('embed'),
        admin: page('admin'),
        docs: page('docs'),
      },
    },
  },
};

export default config;
