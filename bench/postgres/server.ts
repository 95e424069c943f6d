import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const VERSIONS = '/usr/lib/postgresql';
const USER = 'postgres';

/** Where Debian's packages put the newest server's programs; null: there is none on this machine. */
export function postgresPrograms(): string | null {
  if (!existsSync(VERSIONS)) return null;
  const newest = readdirSync(VERSIONS)
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => a - b)
    .at(-1);
  return newest === undefined ? null : join(VERSIONS, `${newest}`, 'bin');
}

/** A directory that the server's own user may enter; gone when disposed. */
export class PostgresDirectory implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'koine-postgres-'));

  constructor() {
    chmodSync(this.path, 0o755);
    chownSync(this.path, idOf('-u'), idOf('-g'));
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A Postgres of our own on a free port of loopback, every commit on disk; it does not run as root. */
export class Postgres implements AsyncDisposable {
  readonly port: number;
  readonly #data: string;
  readonly #programs: string;
  #child: ChildProcess | null = null;

  private constructor(data: string, programs: string, port: number) {
    this.#data = data;
    this.#programs = programs;
    this.port = port;
    this.#configure({
      port: `${port}`,
      listen_addresses: "'127.0.0.1'",
      unix_socket_directories: `'${data}'`,
      shared_buffers: '256MB',
      max_wal_size: '2GB',
      track_commit_timestamp: 'on',
    });
  }

  static async create({ path }: PostgresDirectory, programs: string): Promise<Postgres> {
    const data = join(path, 'primary');
    const args = ['-D', data, '-A', 'trust', '-U', USER, '-E', 'UTF8', '--locale=C', '-N'];
    runAsUser(join(programs, 'initdb'), args);
    const postgres = new Postgres(data, programs, await freePort());
    await postgres.start();
    return postgres;
  }

  /** A copy that follows by streaming under that name; not started yet. */
  async standby({ path }: PostgresDirectory, name: string): Promise<Postgres> {
    const data = join(path, name);
    const from = ['-h', '127.0.0.1', '-p', `${this.port}`, '-U', USER];
    runAsUser(join(this.#programs, 'pg_basebackup'), ['-D', data, ...from, '-R', '-c', 'fast']);
    const standby = new Postgres(data, this.#programs, await freePort());
    const primary = `host=127.0.0.1 port=${this.port} user=${USER} application_name=${name}`;
    standby.#configure({ primary_conninfo: `'${primary}'` });
    return standby;
  }

  async start(): Promise<void> {
    const [command, args] = asUser(join(this.#programs, 'postgres'), ['-D', this.#data]);
    this.#child = spawn(command, args, { stdio: 'ignore', cwd: '/' });
    for (;;) {
      try {
        await (await this.connect()).end();
        return;
      } catch (error) {
        if (this.#child.exitCode !== null) throw error;
        await sleep(50);
      }
    }
  }

  connect(): Promise<pg.Client> {
    return connectTo(this.port);
  }

  promote(): void {
    runAsUser(join(this.#programs, 'pg_ctl'), ['-D', this.#data, 'promote', '-w']);
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill('SIGQUIT');
  }

  #configure(settings: Readonly<Record<string, string>>): void {
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
    appendFileSync(join(this.#data, 'postgresql.conf'), lines.join(''));
  }
}

/** A connection that breaks says so in the next query only. */
export async function connectTo(port: number): Promise<pg.Client> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: USER,
    database: USER,
    connectionTimeoutMillis: 1000,
    query_timeout: 10_000,
  });
  client.on('error', () => {});
  await client.connect();
  return client;
}

function asUser(command: string, args: readonly string[]): [string, string[]] {
  return ['setpriv', [`--reuid=${USER}`, `--regid=${USER}`, '--clear-groups', command, ...args]];
}

function runAsUser(command: string, args: readonly string[]): void {
  execFileSync(...asUser(command, args), { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' });
}

function idOf(kind: '-u' | '-g'): number {
  return Number(execFileSync('id', [kind, USER], { encoding: 'utf8' }));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
