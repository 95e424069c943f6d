/** `node build/watch.ts OUT`: builds all pages into the directory OUT again after each edit, for `npm run dev`. Open pages reload. */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, mergeConfig, type Plugin } from 'vite';
import { embed, koine, pages } from '../vite.config.ts';

/**
 * Makes every page compare its HTML, which names its files by their digests, each second, and reload after a change. It waits
 * until the HTML has stayed the same for a second, since files are written one by one. An inline script would break the pages' policy.
 */
const reload: Plugin = {
  name: 'koine-reload',
  transform: (code, id) =>
    /\/src\/\w+\/main\.tsx$/.test(id)
      ? {
          map: null,
          code: `${code}
let loaded, last;
setInterval(async () => {
  const response = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  const tag = response?.ok ? response.headers.get('etag') : null;
  if (tag === null) return;
  loaded ??= tag;
  if (tag !== loaded && tag === last) location.reload();
  last = tag;
}, 1000);`,
        }
      : null,
};

const outDir = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist'));
// Compressed files of an earlier build would be older than the files beside them.
await rm(outDir, { recursive: true, force: true });
const dev = { plugins: [reload], build: { outDir, watch: {}, minify: false, sourcemap: true } };
const built = [pages, embed, koine].map(async (config) => {
  const watcher = await build({ configFile: false, ...mergeConfig(config, dev) });
  if (!('on' in watcher)) throw new Error('not watching');
  await new Promise<void>((done) => {
    watcher.on('event', ({ code }) => {
      if (code === 'END') done();
    });
  });
});
await Promise.all(built);
process.send?.('built');
