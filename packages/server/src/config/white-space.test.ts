import { describe, expect, it, test } from 'vitest';
import { ConfigError } from './config-error.ts';
import { isLoopback } from './contradictions.ts';
import { loadConfig } from './load-config.ts';
import { SETTINGS, type Setting } from './settings.ts';

/** What files of other systems, editors and shells leave around a value. */
const AROUND = [
  ['', '\r'],
  ['', '\r\n'],
  [' ', ' '],
  ['\t', '\u00a0'],
  ['\u{feff}', ''],
] as const;

const VALUES: Readonly<Record<string, string>> = {
  databaseUrl: 'postgres://127.0.0.1/koine',
  natsUrl: 'nats://127.0.0.1:4222',
  publicUrl: 'https://chat.example',
  config: 'koine.json',
  'bots.rooms': 'lobby,wall',
};

/** A value that the setting takes, as a text. */
function valueFor({ name, default: value }: Setting): string {
  if (name in VALUES) return VALUES[name] ?? '';
  if (value === null || value === '')
    return name === 'countryHeader' ? 'X-Country' : '5'.repeat(40);
  return Array.isArray(value) ? value.join(',') : String(value);
}

describe.each(SETTINGS.list.map((setting) => [setting.name, setting] as const))(
  '%s',
  (name, setting) => {
    it.each(AROUND)('is the same with %j and %j around it', (before, after) => {
      const text = valueFor(setting);
      const given = `${before}${text}${after}`;
      const expected = outcome({ env: { [setting.env]: text } });
      expect(outcome({ env: { [setting.env]: given } })).toEqual(expected);
      if (setting.isSecret !== true)
        expect(outcome({ argv: [`${setting.flag}=${given}`] }).value).toEqual(expected.value);
      const isText = ['text', 'url', 'choice'].includes(setting.kind) && !setting.isList;
      if (isText && !setting.notInFile)
        expect(outcome({ file: JSON.stringify({ [name]: given }) }).value).toEqual(expected.value);
    });

    function outcome(sources: { env?: Record<string, string>; argv?: string[]; file?: string }) {
      try {
        const { settings } = load(sources);
        const [first = '', second] = name.split('.');
        const found: unknown = Reflect.get(settings, first);
        const isNested = second !== undefined && typeof found === 'object' && found !== null;
        return { value: isNested ? Reflect.get(found, second) : found };
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        // Not available yet, or needing more: said of the same value.
        return { value: error.errors.map((text) => text.replace(/^.*?: /, '')) };
      }
    }
  },
);

test.each(['a\rb', 'a\nb', 'a\0b', 'a\tb'])('a directory named %j is refused by name', (data) => {
  expect(() => load({ env: { KOINE_DATA: data } })).toThrow(/KOINE_DATA: holds a line break/);
  expect(() => load({ file: JSON.stringify({ data }) })).toThrow(/data.*: holds a line break/);
});

test('a URL with a line break inside is refused by name', () => {
  expect(() => load({ env: { KOINE_PUBLIC_URL: 'https://chat.\nexample' } })).toThrow(
    /KOINE_PUBLIC_URL/,
  );
});

test.each(['clé', 'two\u00a0words', 'x\u{1f511}'])(
  'an operator key that no header can hold (%j) is refused',
  (adminKey) => {
    const load = () => loadWith(JSON.stringify({ adminKey }));
    expect(load).toThrow(/adminKey.*: the value is not of what a header can hold/);
    expect(load).not.toThrow(adminKey);
  },
);

test('a variable of nothing but white space counts as not set', () => {
  expect(load({ env: { KOINE_DATA: ' \r\n' } }).settings.data).toBe('./data');
});

test('a file that begins with a byte order mark is read', () => {
  expect(loadWith('\u{feff}{"host": "::1"}').settings.host).toBe('::1');
});

test.each(['[::1]', '::1', ' [::1]\r'])('the host %j is ::1', (host) => {
  for (const loaded of [
    load({ argv: ['--host', host] }),
    load({ env: { KOINE_HOST: host } }),
    loadWith(JSON.stringify({ host })),
  ])
    expect(loaded.settings.host).toBe('::1');
  expect(isLoopback('::1')).toBe(true);
});

function loadWith(file: string) {
  return load({ file });
}

function load({
  env = {},
  argv = [],
  file,
}: {
  env?: Record<string, string>;
  argv?: string[];
  file?: string;
}) {
  return loadConfig({
    env,
    argv,
    readFile: (path) => (path === 'koine.config.json' ? (file ?? null) : '{}'),
  });
}
