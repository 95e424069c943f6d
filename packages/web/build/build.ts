/** `node build/build.ts OUT`: builds all pages and /koine.js into the directory OUT, with compressed files beside. */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, mergeConfig } from 'vite';
import { embed, koine, pages } from '../vite.config.ts';
import { compressFiles } from './compress.ts';

const outDir = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist'));
await rm(outDir, { recursive: true, force: true });
for (const config of [pages, embed, koine])
  await build({ configFile: false, ...mergeConfig(config, { build: { outDir } }) });
await compressFiles(outDir);
