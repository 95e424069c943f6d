import { join } from 'node:path';
import type { PluginOption, UserConfig } from 'vite';
import { guides } from './build/guides.ts';
import { leanSocketIo } from './build/lean-socket-io.ts';

const root = import.meta.dirname;

/** The pages that people open: one HTML file each, with what they share in common chunks. */
export const pages: UserConfig = pagesOf(
  { playground: 'index', admin: 'admin', docs: 'docs' },
  guides(),
);

/** The embed, by itself: one script that holds nothing for other pages. */
export const embed: UserConfig = pagesOf({ embed: 'embed' }, leanSocketIo());

/** /koine.js: one plain script with a name that never changes, for `<script src>` on other people's pages. */
export const koine: UserConfig = {
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

/** `files`: names of HTML files by names of chunks. All names under /assets hold a digest. */
function pagesOf(files: Readonly<Record<string, string>>, plugin: PluginOption): UserConfig {
  const input = Object.entries(files).map(([name, file]) => [name, join(root, `${file}.html`)]);
  return {
    root,
    base: '/',
    publicDir: false,
    logLevel: 'warn',
    plugins: [plugin],
    // Short names: the digest alone tells them apart.
    css: { modules: { generateScopedName: '_[hash:base64:5]' } },
    build: {
      target: 'es2022',
      // Those that know light-dark() and relative colours by themselves.
      cssTarget: ['chrome125', 'firefox128', 'safari18'],
      // The policy of the pages allows no data: addresses.
      assetsInlineLimit: 0,
      emptyOutDir: false,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: { input: Object.fromEntries(input) },
    },
  };
}

export default pages;
