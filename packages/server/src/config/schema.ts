import { type AllLimits, LIMITS, type LimitTable } from '@koine/contract';
import Type, { type Static, type TObject } from 'typebox';
import * as setting from './facts.ts';

/** What a protocol brings to the configuration. */
export interface ConfiguredProtocol {
  readonly name: string;
  /** In production it is off until it is named. */
  readonly isUnauthenticated: boolean;
  /** A group under its name. */
  readonly settings: TObject;
  readonly limits: LimitTable;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const headerName = {
  pattern: { regex: /^[A-Za-z0-9-]*$/, words: 'the name of an HTTP header' },
};
const siteOrigin = {
  pattern: {
    regex: /^https?:\/\/(\*\.)?[^\s/?#@*;,'"\\]+$/,
    words: 'an origin like https://www.example.org or https://*.example.org',
  },
};
const nonEmpty = { pattern: { regex: /\S/, words: 'a text that is not empty' } };

const milliseconds = { min: 0, max: 600_000, unit: 'ms' };

/** The settings that there are whichever protocols there are. */
const own = {
  ports: setting.integers(
    [8080, 8000, 3000],
    { min: 0, max: 65_535 },
    'Ports to listen on; 0 takes any free one. Every port serves every protocol.',
  ),
  host: setting.text(
    '127.0.0.1',
    'Address to listen on, IPv6 with or without brackets. Beyond loopback only with production.',
    { ...nonEmpty, normalize: (host) => host.replace(/^\[(.*)\]$/, '$1') },
  ),
  data: setting.text(
    './data',
    'Directory of the database and of generated secrets; created if missing.',
    nonEmpty,
  ),
  databaseUrl: setting.optionalUrl(
    ['postgres', 'postgresql'],
    'A Postgres database instead of the SQLite file. Not available in this version.',
  ),
  natsUrl: setting.optionalUrl(
    ['nats', 'tls'],
    'A NATS server that connects several nodes. Not available in this version.',
  ),
  threads: setting.integer(
    1,
    { min: 1, max: 256 },
    'Threads that share the ports. More than 1 is not available in this version.',
  ),
  production: setting.boolean(
    false,
    'No demo credentials or rooms, own secrets required, any host allowed. Off: the sandbox.',
  ),
  config: setting.optionalText(
    'The configuration file; koine.config.json is read where it exists.',
    {
      notInFile: true,
      defaultText: 'koine.config.json, if it exists',
    },
  ),
  logLevel: setting.choice(
    LOG_LEVELS,
    'info',
    'Lowest level of log entries written to standard error.',
  ),
  trustProxy: setting.boolean(
    false,
    'Believe X-Forwarded-For (its last address) and X-Forwarded-Proto. Only behind a proxy that sets them. X-Forwarded-Host is never believed: set publicUrl, or let the proxy pass Host.',
  ),
  countryHeader: setting.text(
    '',
    'Header in which the proxy in front supplies the client’s country code; empty: none. Counts only with trustProxy.',
    headerName,
  ),
  publicUrl: setting.optionalUrl(
    ['http', 'https'],
    'Where clients reach this server, for absolute URLs.',
    { defaultText: 'what the request was sent to' },
  ),
  secret: setting.optionalText('Server secret: derives anonymous ids and signs tokens.', {
    isSecret: true,
    defaultText: 'generated into the data directory; in production required',
  }),
  adminKey: setting.optionalText('Operator key (X-Admin-Key): creates apps and their keys.', {
    isSecret: true,
    pattern: { regex: /^[\x20-\x7e]*$/, words: 'of what a header can hold: printable ASCII' },
    defaultText: 'generated into the data directory; in production required',
  }),
  embedOrigins: setting.texts(
    [],
    'Sites that may frame the embedded chat, sign people in and out of it and choose its room, by origin.',
    { ...siteOrigin, defaultText: 'any site' },
  ),
  bots: Type.Object({
    probability: setting.number(
      0.3,
      { min: 0, max: 1 },
      'Probability that a bot replies to a message.',
      {
        productionDefault: 0,
      },
    ),
    delayMinMs: setting.integer(600, milliseconds, 'Shortest pause before a bot replies.'),
    delayMaxMs: setting.integer(2500, milliseconds, 'Longest pause before a bot replies.'),
    rooms: setting.texts([], 'Rooms in which bots reply, by uid.', setting.roomUid),
  }),
};

/**
 * Every setting there is. Flags, environment variables, the configuration file, `koine config`, the help and the
 * reference are all read from here.
 */
export function settingsSchema(protocols: readonly ConfiguredProtocol[]): TObject {
  const names = protocols.map(({ name }) => name);
  const productionDefault = protocols
    .filter(({ isUnauthenticated }) => !isUnauthenticated)
    .map(({ name }) => name);
  return Type.Object({
    ...own,
    protocols: setting.choices(names, names, 'The protocols that are on.', { productionDefault }),
    ...Object.fromEntries(protocols.map(({ name, settings }) => [name, settings])),
    limits: limitSettings(Object.assign({}, LIMITS, ...protocols.map(({ limits }) => limits))),
  });
}

/** The settings as the server has them: the group of each protocol stands in `ofProtocols`, under its name. */
export const SettingsSchema = Type.Object({
  ...own,
  protocols: Type.Unsafe<readonly string[]>(Type.Array(Type.String())),
  limits: Type.Unsafe<AllLimits>(Type.Record(Type.String(), Type.Integer())),
  ofProtocols: Type.Unsafe<Readonly<Record<string, unknown>>>(Type.Object({})),
});

/** Every setting's value. `Config` is this with the secrets certain. */
export type Settings = Static<typeof SettingsSchema>;

function limitSettings(limits: LimitTable) {
  return Type.Object(
    Object.fromEntries(
      Object.entries(limits).map(([name, { default: value, min, max, unit, about }]) => {
        const sentence = `${about.charAt(0).toUpperCase()}${about.slice(1)}.`;
        return [name, setting.integer(value, { min, max, unit }, sentence)];
      }),
    ),
  );
}
