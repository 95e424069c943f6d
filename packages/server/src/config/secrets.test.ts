import { describe, expect, it } from 'vitest';
import { loadConfig } from './load-config.ts';
import { originsWithSecrets, withSecrets } from './secrets.ts';

describe('the secrets of a sandbox', () => {
  it('are made at the first start and found again at the next', () => {
    const files = memoryFiles();
    const first = withSecrets(load(), files);
    const second = withSecrets(load(), files);
    expect(first.secret).toBe('made-1');
    expect(first.adminKey).toBe('made-2');
    expect([second.secret, second.adminKey]).toEqual([first.secret, first.adminKey]);
    expect([...files.texts.keys()]).toEqual(['data/secrets.json']);
  });

  it('give way to those that the configuration names, without being lost', () => {
    const files = memoryFiles();
    withSecrets(load(), files);
    expect(withSecrets(load({ KOINE_SECRET: 'mine' }), files).secret).toBe('mine');
    expect(withSecrets(load(), files).secret).toBe('made-1');
  });

  it('are not written when the configuration names both', () => {
    const files = memoryFiles();
    withSecrets(load({ KOINE_SECRET: 'a', KOINE_ADMIN_KEY: 'b' }), files);
    expect(files.texts.size).toBe(0);
  });

  it.each(['', '{', '[]', '{"secret": 5}', '{"secret": ""}'])(
    'are refused when damaged: %s',
    (text) => {
      const files = memoryFiles();
      files.texts.set('data/secrets.json', text);
      expect(() => withSecrets(load(), files)).toThrow('data/secrets.json is damaged');
    },
  );

  it('are read without the white space that an editor left, and refused where no key could fit', () => {
    const files = memoryFiles();
    const write = (adminKey: string) =>
      files.texts.set('data/secrets.json', JSON.stringify({ secret: ' s\r\n', adminKey }));
    write('\uFEFFkey\r');
    expect(withSecrets(load(), files)).toMatchObject({ secret: 's', adminKey: 'key' });
    write('k\ney');
    expect(() => withSecrets(load(), files)).toThrow('"adminKey" in data/secrets.json');
  });

  it('are shown with the file that they come from', () => {
    expect(originsWithSecrets(load()).get('secret')).toEqual({
      source: 'secrets',
      name: 'data/secrets.json',
    });
  });
});

function load(env: Record<string, string> = {}) {
  return loadConfig({ argv: [], env, readFile: () => null });
}

function memoryFiles() {
  const texts = new Map<string, string>();
  let made = 0;
  return {
    texts,
    read: (path: string) => texts.get(path) ?? null,
    write: (path: string, text: string) => void texts.set(path, text),
    make: () => {
      made += 1;
      return `made-${made}`;
    },
  };
}
