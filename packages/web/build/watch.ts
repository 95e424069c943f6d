/** `node build/watch.ts OUT`: builds all pages into the directory OUT again after each edit, for `npm run dev`. Open pages reload. */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, mergeConfig, type Plugin } from 'vite';
import { embed, koine, pages } from '../vite.config.ts';

/**
 * What every page gets: a look each second whether its HTML, which names its files by their digests, is another. It waits
 * until that has stayed for a second, since files are written one by one. A script of its own would break the pages' policy.
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
  const answer = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  const tag = answer?.ok ? answer.headers.get('etag') : null;
  if (tag === null) return;
  loaded ??= tag;
  if (tag !== loaded && tag === last) location.reload();
  last = tag;
}, 1000);`,
        }
      : null,
};

const outDir = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist'));
// With what was compressed and is older than what will be written beside it.
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
