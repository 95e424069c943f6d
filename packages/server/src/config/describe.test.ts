import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configurationReference, describeConfig, flagsHelp } from './describe.ts';
import { loadConfig } from './load-config.ts';
import { SETTINGS } from './settings.ts';

describe('describing the configuration', () => {
  it('shows each value with its origin', () => {
    const text = describeAll({ KOINE_LOBBY_ROOM: 'den' });
    expect(text).toMatch(/^lobby\.room +den +environment KOINE_LOBBY_ROOM$/m);
    expect(text).toMatch(/^ports +8080,8000,3000 +default$/m);
    expect(text.split('\n')).toHaveLength(SETTINGS.list.length);
  });

  it('masks secrets', () => {
    const text = describeAll({ KOINE_SECRET: 'hunter2' });
    expect(text).not.toContain('hunter2');
    expect(text).toMatch(/^secret +\*{8} +environment KOINE_SECRET$/m);
  });

  it('has a line of help for every flag', () => {
    const help = flagsHelp();
    for (const { flag, env, isSecret } of SETTINGS.list)
      expect(help).toContain(isSecret ? env : flag);
  });

  it('keeps the reference page up to date (run `npx koine docs`)', () => {
    const page = new URL('../../../../docs/reference/configuration.md', import.meta.url);
    expect(readFileSync(page, 'utf8')).toBe(configurationReference());
  });
});

function describeAll(env: Record<string, string>): string {
  return describeConfig(loadConfig({ argv: [], env, readFile: () => null }));
}
