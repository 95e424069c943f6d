import { LIMITS } from '@koine/contract';
import { describe, expect, it } from 'vitest';
import { PROTOCOLS } from '../protocols/list.ts';
import { ConfigError } from './config-error.ts';
import { loadConfig } from './load-config.ts';

const key = 'k'.repeat(44);

describe('loading the configuration', () => {
  it('has a default for every setting', () => {
    const { settings, origins } = load({});
    expect(settings).toMatchObject({
      ports: [8080, 8000, 3000],
      host: '127.0.0.1',
      data: './data',
      production: false,
      protocols: ['lobby', 'reactions', 'community', 'direct', 'platform'],
      ofProtocols: {
        lobby: { room: 'lobby' },
        reactions: { room: 'wall', replayLimit: null },
        direct: { auth: 'none' },
        community: { guests: true },
        platform: {},
      },
      bots: { probability: 0.3, delayMinMs: 600, delayMaxMs: 2500, rooms: ['lobby'] },
      secret: null,
    });
    const limits = [LIMITS, ...PROTOCOLS.map((protocol) => protocol.limits)];
    expect(Object.keys(settings.limits)).toEqual(limits.flatMap((table) => Object.keys(table)));
    expect(origins.get('host')).toEqual({ source: 'default', name: '' });
  });

  it('takes the flag before the environment, and the environment before the file', () => {
    const file = '{"host": "127.0.0.3", "lobby": {"room": "c"}, "reactions.room": "w"}';
    const env = { KOINE_HOST: '127.0.0.2', KOINE_LOBBY_ROOM: 'b' };
    const { settings, origins } = load({ argv: ['--host', '127.0.0.1'], env, file });
    expect([
      settings.host,
      settings.ofProtocols['lobby'],
      settings.ofProtocols['reactions'],
    ]).toEqual(['127.0.0.1', { room: 'b' }, { room: 'w', replayLimit: null }]);
    expect(
      ['host', 'lobby.room', 'reactions.room', 'ports'].map((name) => origins.get(name)?.source),
    ).toEqual(['flag', 'env', 'file', 'default']);
  });

  it.each([
    [['--lobby-room', 'x']],
    [['--lobby.room', 'x']],
    [['--lobby-room=x']],
    [['--lobby-room', 'y', '--lobby.room=x']],
  ])('understands %j', (argv) => {
    expect(load({ argv }).settings.ofProtocols['lobby']).toEqual({ room: 'x' });
  });

  it('reads lists, numbers and switches', () => {
    const argv = [
      '--ports',
      '0, 1234',
      '--trust-proxy',
      '--bots.probability=1',
      '--no-community-guests',
    ];
    const { settings } = load({ argv: [...argv, '--limits-frame-bytes-max', '2048'] });
    expect(settings.ports).toEqual([0, 1234]);
    expect(settings.trustProxy).toBe(true);
    expect(settings.bots.probability).toBe(1);
    expect(settings.ofProtocols['community']).toEqual({ guests: false });
    expect(settings.limits.frameBytesMax).toBe(2048);
  });

  it('lets bots follow the lobby unless their rooms are named', () => {
    expect(load({ argv: ['--lobby-room', 'den'] }).settings.bots.rooms).toEqual(['den']);
    expect(load({ argv: ['--bots-rooms', 'a,b'] }).settings.bots.rooms).toEqual(['a', 'b']);
  });

  it('counts an empty variable as not set', () => {
    expect(load({ env: { KOINE_HOST: '' } }).settings.host).toBe('127.0.0.1');
  });

  it('reads the file that --config names, and says when it is not there', () => {
    const readFile = (path: string) => (path === 'my.json' ? '{"lobby.room": "mine"}' : null);
    const loaded = loadConfig({ argv: ['--config', 'my.json'], env: {}, readFile });
    expect(loaded.settings.ofProtocols['lobby']).toEqual({ room: 'mine' });
    expect(() => loadConfig({ argv: ['--config=no.json'], env: {}, readFile })).toThrow(
      '--config: there is no file no.json',
    );
  });
});

describe('a configuration that cannot be used', () => {
  it.each<[Given, string]>([
    [{ argv: ['--prots', '1'] }, 'unknown flag --prots; did you mean --ports?'],
    [{ argv: ['--zzz'] }, 'unknown flag --zzz'],
    [{ argv: ['stray'] }, 'unexpected argument "stray"'],
    [{ argv: ['--ports'] }, '--ports: needs a value'],
    [{ argv: ['--ports', '80x'] }, '--ports: "80x" is not a whole number'],
    [{ argv: ['--ports', '70000'] }, '--ports: 70000 is above the maximum of 65535'],
    [{ argv: ['--ports', '1,1'] }, '--ports: 1 is named twice'],
    [{ argv: ['--ports='] }, '--ports: no port to listen on'],
    [{ argv: ['--production=maybe'] }, '--production: "maybe" is neither true nor false'],
    [{ argv: ['--secret', key] }, '--secret: a secret on the command line'],
    [
      { env: { KOINE_PORT: '80' } },
      'unknown environment variable KOINE_PORT; did you mean KOINE_PORTS?',
    ],
    [{ env: { KOINE_LOG_LEVEL: 'wran' } }, 'KOINE_LOG_LEVEL: "wran" is not one of fatal'],
    [{ env: { KOINE_LOG_LEVEL: 'wran' } }, 'did you mean warn?'],
    [
      { file: '{"lobby": {"rom": "x"}}' },
      'unknown key "lobby.rom" in koine.config.json; did you mean lobby.room?',
    ],
    [{ file: '{"ports": "8080"}' }, '"ports" in koine.config.json: "8080" is not a list'],
    [{ file: '{"limits": {"frameBytesMax": 5}}' }, '5 is below the minimum of 1024 bytes'],
    [{ file: '{"config": "x"}' }, 'cannot stand in the file itself'],
    [{ file: '{' }, 'koine.config.json is not JSON'],
    [{ file: '[]' }, 'koine.config.json does not hold a JSON object'],
    [
      { argv: ['--public-url', 'https://me:secret@example.org'] },
      '--public-url: holds a user name or a password',
    ],
    [
      { file: '{"embedOrigins": ["www.example.org"]}' },
      '"www.example.org" is not an origin like https://www',
    ],
    [
      { file: '{"embedOrigins": ["https://example.org/"]}' },
      '"https://example.org/" is not an origin like https://www',
    ],
    [
      { file: '{"embedOrigins": ["https://a;b"]}' },
      '"https://a;b" is not an origin like https://www',
    ],
    [
      { file: '{"embedOrigins": ["https://\'self\'"]}' },
      '"https://\'self\'" is not an origin like https://www',
    ],
    [{ argv: ['--embed-origins', 'https://[x]'] }, '--embed-origins: "https://[x]" is no origin'],
    [{ argv: ['--lobby-room', 'a b'] }, '--lobby-room: "a b" is not 1-64 of the characters'],
    [
      { argv: ['--public-url', 'ftp://x'] },
      '--public-url: not a URL that begins with http:// or https://',
    ],
    [
      { argv: ['--database-url', 'postgres://u:p@h/d'] },
      '--database-url is not available in this version',
    ],
    [{ env: { KOINE_NATS_URL: 'nats://h' } }, '--nats-url is not available in this version'],
    [{ argv: ['--threads', '2'] }, '--threads 2 is not available in this version'],
    [{ argv: ['--host', '0.0.0.0'] }, 'use --production'],
    [{ argv: ['--bots-delay-min-ms', '9000'] }, '9000 ms is longer than bots.delayMaxMs (2500 ms)'],
    [{ argv: ['--production'] }, 'openssl rand -base64 32'],
    [
      { argv: ['--production'], env: { KOINE_SECRET: 'short' } },
      'KOINE_SECRET: shorter than 32 characters',
    ],
  ])('%j is refused with: %s', (given, message) => {
    expect(() => load(given)).toThrow(message);
  });

  it('names every error at once', () => {
    try {
      load({ argv: ['--prots', '1', '--threads', 'x'], env: { KOINE_X: '1' } });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect(error instanceof ConfigError ? error.errors : []).toHaveLength(3);
    }
  });

  it('does not repeat a password', () => {
    expect(() => load({ argv: ['--database-url', 'mysql://u:hunter2@h/d'] })).not.toThrow(
      'hunter2',
    );
  });

  it('lets the variables be that Kubernetes makes for a service named koine', () => {
    const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KOINE_PORT: 'tcp://10.0.0.2:80' };
    const more = { KOINE_SERVICE_PORT_HTTP: '80', KOINE_PORT_80_TCP_ADDR: '10.0.0.2' };
    expect(load({ env: { ...env, ...more } }).settings.ports).toHaveLength(3);
  });
});

describe('production', () => {
  const env = { KOINE_SECRET: key, KOINE_ADMIN_KEY: key, KOINE_PRODUCTION: 'true' };

  it('leaves protocols without passwords off, and asks direct clients for tokens', () => {
    const { settings } = load({ env, argv: ['--host', '0.0.0.0'] });
    expect(settings.protocols).toEqual(['community', 'direct', 'platform']);
    expect(settings.ofProtocols['direct']).toEqual({ auth: 'token' });
    expect(settings.ofProtocols['community']).toEqual({ guests: false });
    expect(settings.bots.probability).toBe(0);
  });

  it('serves what the configuration names', () => {
    const { settings } = load({ env, argv: ['--protocols', 'lobby', '--community-guests'] });
    expect(settings.protocols).toEqual(['lobby']);
    expect(settings.ofProtocols['community']).toEqual({ guests: true });
  });

  it('does not let direct clients in without tokens', () => {
    expect(() => load({ env, argv: ['--direct-auth', 'none'] })).toThrow(
      '--direct-auth: none is for the sandbox',
    );
  });
});

interface Given {
  readonly argv?: readonly string[];
  readonly env?: Record<string, string>;
  readonly file?: string;
}

function load({ argv = [], env = {}, file }: Given) {
  const readFile = (path: string) => (path === 'koine.config.json' ? (file ?? null) : null);
  return loadConfig({ argv, env, readFile });
}
