import type { LoadedConfig } from './load-config.ts';
import { describeOrigin } from './origin.ts';
import { SETTINGS, type Setting } from './settings.ts';

/** The flags of `koine serve`, one paragraph each, for a terminal. */
export function flagsHelp(): string {
  const paragraphs = (isShown: (setting: Setting) => boolean) =>
    SETTINGS.list.filter(isShown).map(paragraph);
  return [
    ...paragraphs((setting) => !setting.isSecret && !isLimit(setting)),
    'Secrets (environment or configuration file only):',
    ...paragraphs((setting) => setting.isSecret === true),
    'Limits:',
    ...paragraphs(isLimit),
  ].join('\n');
}

/** docs/reference/configuration.md. */
export function configurationReference(): string {
  return `# Configuration

This page is written by \`koine docs\` from the schema that the server validates its configuration with.

A setting is taken from the first of these that gives it:

1. a flag, \`npm start -- --lobby-room lounge\` (also \`--lobby.room lounge\`, \`--lobby-room=lounge\`);
2. an environment variable, \`KOINE_LOBBY_ROOM=lounge\` (an empty one counts as not set);
3. the file \`koine.config.json\` in the working directory, or the one named by \`--config\`:
   \`{"lobby": {"room": "lounge"}}\`, or \`{"lobby.room": "lounge"}\`;
4. its default.

Lists are written with commas in flags and variables (\`--ports 8080,8000\`), as JSON lists in the file. A switch is
\`--production\`, \`--no-production\` or \`--production=false\`. A name that does not exist and a value that cannot be
used stop the start with an error that names them. \`koine config\` prints every setting with the place its value came from.

## Settings

${table(SETTINGS.list.filter((setting) => !isLimit(setting)))}

## Limits

Each limit is a setting of its own.

${table(SETTINGS.list.filter(isLimit))}
`;
}

/** Every setting with its value and where it came from; secrets and passwords masked. */
export function describeConfig({
  values,
  origins,
}: Pick<LoadedConfig, 'values' | 'origins'>): string {
  const rows = SETTINGS.list.map((setting) => {
    const origin = origins.get(setting.name);
    return [
      setting.name,
      masked(setting, values.get(setting.name)),
      origin === undefined ? '' : describeOrigin(origin),
    ] as const;
  });
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const valueWidth = Math.min(40, Math.max(...rows.map(([, value]) => value.length)));
  return rows
    .map(
      ([name, value, origin]) =>
        `${name.padEnd(nameWidth)}  ${value.padEnd(valueWidth)}  ${origin}`,
    )
    .join('\n');
}

function isLimit({ name }: Setting): boolean {
  return name.startsWith('limits.');
}

function paragraph(setting: Setting): string {
  const { about, env, flag, isSecret, min, max, unit } = setting;
  const head = isSecret ? env : `${flag}${placeholder(setting)}`;
  const facts = [
    ...choicesOf(setting, plain),
    ...(min === undefined || max === undefined
      ? []
      : [`${min} to ${max}${unit ? ` ${unit}` : ''}`]),
    `Default: ${defaultsOf(setting, (value) => plain(value) || 'empty').join('; ')}`,
  ];
  return `  ${head}\n      ${about} ${facts.join('. ')}.\n`;
}

/** The default, and that in production where it is another. */
function defaultsOf(setting: Setting, shown: (value: unknown) => string): string[] {
  const { defaultText, productionDefault } = setting;
  const usual = defaultText ?? (setting.default === null ? 'not set' : shown(setting.default));
  return productionDefault === undefined
    ? [usual]
    : [usual, `in production ${shown(productionDefault)}`];
}

function choicesOf({ choices, isList }: Setting, shown: (value: unknown) => string): string[] {
  if (choices === undefined) return [];
  return [`${isList ? 'Any' : 'One'} of ${choices.map(shown).join(', ')}`];
}

function placeholder({ kind, isList }: Setting): string {
  const one = {
    boolean: '',
    integer: ' N',
    number: ' X',
    text: ' TEXT',
    url: ' URL',
    choice: ' NAME',
  };
  return isList ? `${one[kind]},…` : one[kind];
}

function table(settings: readonly Setting[]): string {
  const rows = settings.map((setting) => {
    const { name, flag, env, isSecret, unit } = setting;
    const value = defaultsOf(setting, code).join(', ');
    const about = [setting.about, ...choicesOf(setting, code).map((text) => `${text}.`)].join(' ');
    const shown = `${value}${unit && setting.default !== null ? ` ${unit}` : ''}`;
    return `| ${code(name)} | ${isSecret ? '' : code(flag)} | ${code(env)} | ${shown} | ${about} |`;
  });
  return [
    '| setting | flag | environment | default | what it does |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** A value as Markdown shows it. */
function code(value: unknown): string {
  return `\`${plain(value) || '""'}\``;
}

function plain(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

function masked({ isSecret, kind }: Setting, value: unknown): string {
  if (value === null) return isSecret ? '(kept in the data directory)' : '(not set)';
  if (isSecret) return '********';
  if (kind !== 'url' || typeof value !== 'string') return plain(value) || '(empty)';
  const url = new URL(value);
  if (url.password === '') return value;
  url.password = '********';
  return url.href;
}
