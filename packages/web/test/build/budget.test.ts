import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const DIST = join(import.meta.dirname, '../../dist');
const EMBED_BYTES_MAX = 47_000;

describe('the built pages', () => {
  it('load at most 47 KB of compressed script for the embed', async () => {
    const html = await readFile(join(DIST, 'embed.html'), 'utf8');
    const scripts = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(
      ([, file]) => file,
    );
    expect(scripts).toHaveLength(1);
    const bytes = await readFile(join(DIST, scripts[0] ?? ''));
    // Nothing comes later either.
    expect(bytes.toString()).not.toMatch(/\bimport\(|\bfrom"\.\//);
    expect(gzipSync(bytes, { level: 9 }).length).toBeLessThanOrEqual(EMBED_BYTES_MAX);
  });

  it.each(['index.html', 'embed.html', 'admin.html', 'docs.html'])(
    '%s holds no script and no style of its own, and names nothing of another server',
    async (file) => {
      const html = await readFile(join(DIST, file), 'utf8');
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/);
      expect(html).not.toMatch(/(?:src|href)="(?!\/|#)/);
    },
  );

  it('have a compressed file beside every script and style that is worth it', async () => {
    const files = await readdir(join(DIST, 'assets'));
    for (const file of files.filter((name) => /\.(?:js|css)$/.test(name))) {
      const bytes = await readFile(join(DIST, 'assets', file));
      if (bytes.length >= 1_024)
        expect(files).toEqual(expect.arrayContaining([`${file}.gz`, `${file}.br`]));
    }
  });

  it('name every file by what is in it', async () => {
    for (const file of await readdir(join(DIST, 'assets')))
      expect(file).toMatch(/-[\w-]{8}\.\w+(?:\.gz|\.br)?$/);
  });
});
