/** `node build/build.ts OUT`: builds all pages and /koine.js into the directory OUT, with compressed files beside. */
import { join, resolve } from 'node:path';
import { build, mergeConfig } from 'vite';
import pages from '../vite.config.ts';
import koine from '../vite.koine.config.ts';
import { compressFiles } from './compress.ts';

const outDir = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist'));
await build({ configFile: false, ...mergeConfig(pages, { build: { outDir, emptyOutDir: true } }) });
await build({ configFile: false, ...mergeConfig(koine, { build: { outDir } }) });
await compressFiles(outDir);
