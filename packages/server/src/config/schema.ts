import { LIMITS, type Limits } from '@koine/contract';
import Type, { type Static } from 'typebox';
import * as setting from './facts.ts';

/** The protocols that can be switched on. */
export const PROTOCOLS = ['lobby', 'reactions', 'community', 'direct', 'platform'] as const;
export type ProtocolName = (typeof PROTOCOLS)[number];

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const roomUid = {
  pattern: { regex: /^[A-Za-z0-9_-]{1,64}$/, words: '1-64 of the characters A-Z a-z 0-9 _ -' },
};
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

/**
 * Every setting there is. Flags, environment variables, the configuration file, `koine config`, the help and the
 * reference are all read from here.
 */
export const SettingsSchema = Type.Object({
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
  protocols: setting.choices(PROTOCOLS, PROTOCOLS, 'The protocols that are on.', {
    productionDefault: ['community', 'direct', 'platform'],
  }),
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
  lobby: Type.Object({
    room: setting.text('lobby', 'The room that lobby clients share, by uid.', roomUid),
  }),
  reactions: Type.Object({
    room: setting.text('wall', 'The room that reactions clients share, by uid.', roomUid),
    replayLimit: setting.optionalInteger(
      { min: 0, max: 1_000_000_000, unit: 'messages' },
      'How many of the newest messages a new connection is sent.',
      { defaultText: 'all' },
    ),
  }),
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
    rooms: setting.texts([], 'Rooms in which bots reply, by uid.', {
      ...roomUid,
      defaultText: 'the room of lobby.room',
    }),
  }),
  direct: Type.Object({
    auth: setting.choice(
      ['none', 'token'],
      'none',
      'Whether direct clients need a user token. Always token in production.',
      { productionDefault: 'token' },
    ),
  }),
  community: Type.Object({
    guests: setting.boolean(true, 'Whether guests may sign in.', {
      productionDefault: false,
    }),
  }),
  limits: Type.Unsafe<Limits>(Type.Object(limitSettings())),
});

/** Every setting's value. `Config` is this with the secrets certain. */
export type Settings = Static<typeof SettingsSchema>;

function limitSettings() {
  return Object.fromEntries(
    Object.entries(LIMITS).map(([name, { default: value, min, max, unit, about }]) => {
      const sentence = `${about.charAt(0).toUpperCase()}${about.slice(1)}.`;
      return [name, setting.integer(value, { min, max, unit }, sentence)];
    }),
  );
}
