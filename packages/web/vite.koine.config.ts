import { join } from 'node:path';
import type { UserConfig } from 'vite';

const root = import.meta.dirname;

/** /koine.js: one plain script with a name that never changes, for `<script src>` on other people's pages. */
const config: UserConfig = {
  root,
  publicDir: false,
  logLevel: 'warn',
  build: {
    target: 'es2020',
    emptyOutDir: false,
    reportCompressedSize: false,
    lib: {
      entry: join(root, 'src/koine/koine.ts'),
      formats: ['iife'],
      name: 'Koine',
      fileName: () => 'koine.js',
    },
  },
};

export default config;
