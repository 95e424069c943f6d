import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { check } from './check.ts';
import { Postgres, PostgresDirectory } from './server.ts';
import type { WriterFigures, WriterOptions } from './writer.ts';

export interface Finding {
  readonly text: string;
  readonly isRight: boolean;
}
export interface DrillOptions {
  readonly programs: string;
  readonly seconds: number;
}
type Drill = (options: DrillOptions, report: (finding: Finding) => void) => Promise<void>;

const FACTS = 20;
const SQL = readFileSync(join(import.meta.dirname, 'append.sql'), 'utf8');

const RATES: readonly Readonly<{ writers: number; options: Partial<WriterOptions> }>[] = [
  { writers: 1, options: { rooms: 1, inFlight: 1 } },
  { writers: 1, options: { rooms: 1, inFlight: 80 } },
  { writers: 1, options: { rooms: 1, inFlight: 800 } },
  { writers: 1, options: { rooms: 1, inFlight: 800, hasKeys: true } },
  { writers: 1, options: { rooms: 100, lanes: 4, inFlight: 800 } },
  { writers: 3, options: { rooms: 1, inFlight: 270 } },
  { writers: 3, options: { rooms: 100, lanes: 2, inFlight: 270 } },
];

export const DRILLS: Readonly<Record<string, Drill>> = {
  /** How many messages a second are acknowledged. */
  rates: async ({ programs, seconds }, report) => {
    for (const { writers, options } of RATES) {
      await using setting = await Setting.create(programs, options.rooms ?? 1);
      const running = setting.startWriters(writers, { seconds, ...options });
      const found = await Promise.all(running.map(({ figures }) => figures));
      const what = `${writers} × ${options.inFlight} in flight, rooms ${options.rooms}${options.hasKeys ? ', with keys' : ''}`;
      report({ text: `${what}: ${found.map(textOf).join(' | ')}`, isRight: true });
      report(await check(setting.client, running));
    }
  },

  /** A writer stops for 3 s, another is killed, all connections are cut, then the server is killed and started. */
  faults: async ({ programs, seconds }, report) => {
    await using setting = await Setting.create(programs, 10);
    const running = setting.startWriters(3, { seconds: seconds + 6, lanes: 2, hasKeys: true });
    const [first, second, third] = running;
    await sleep(2000);
    first?.child.kill('SIGSTOP');
    await sleep(3000);
    first?.child.kill('SIGCONT');
    second?.child.kill('SIGKILL');
    await sleep(500);
    await setting.client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'",
    );
    await sleep(500);
    await setting.primary.kill('SIGKILL');
    await setting.primary.start();
    for (const writer of [first, third])
      if (writer !== undefined) report({ text: textOf(await writer.figures), isRight: true });
    report(await check(await setting.primary.connect(), running));
  },

  /** Senders are banned in a room and everywhere while they write. */
  bans: async ({ programs, seconds }, report) => {
    await using setting = await Setting.create(programs, 10);
    const { client } = setting;
    const running = setting.startWriters(3, { seconds: seconds + 2, lanes: 2 });
    await sleep(1500);
    const took: number[] = [];
    for (let i = 0; i < FACTS; i++) {
      const startedAt = performance.now();
      const room = i % 2 === 0 ? null : 1 + (i % 10);
      const values = ['first', 'app', room, 'app', `user_${i}`];
      await client.query('select control_v1($1, $2, $3, $4, $5)', values);
      took.push(performance.now() - startedAt);
      await sleep(50);
    }
    let rejected = 0;
    for (const { figures } of running) {
      rejected += (await figures).rejected;
      report({ text: textOf(await figures), isRight: true });
    }
    const { rows } = await client.query<{ late: string }>(
      `select count(*) as late from control_facts f join messages m
         on m.sender_app_id = f.sender_app_id and m.sender_id = f.sender_id and (f.room_key is null or f.room_key = m.room_key)
       where pg_xact_commit_timestamp(m.xmin) > pg_xact_commit_timestamp(f.xmin)`,
    );
    const slowest = Math.max(...took).toFixed(0);
    report({
      text: `${FACTS} bans, the slowest took ${slowest} ms; committed after them: ${rows[0]?.late} messages`,
      isRight: rows[0]?.late === '0' && rejected > 0,
    });
    report(await check(client, running));
  },

  /** The primary dies, its synchronous standby takes over. */
  failover: async ({ programs, seconds }, report) => {
    await using setting = await Setting.create(programs, 10);
    await using standby = await setting.primary.standby(setting.directory, 'standby');
    await setting.client.query("alter system set synchronous_standby_names = 'standby'");
    await setting.client.query('select pg_reload_conf()');
    await standby.start();
    const ports = [setting.primary.port, standby.port];
    const options = { seconds: seconds + 4, lanes: 2, hasKeys: true, ports };
    const running = setting.startWriters(3, options);
    await sleep(2500);
    await setting.primary.kill('SIGKILL');
    standby.promote();
    for (const { figures } of running) report({ text: textOf(await figures), isRight: true });
    const client = await standby.connect();
    report(await check(client, running));
    const { rows } = await client.query<{ epochs: string; behind: string }>(
      `select count(distinct r.epoch) as epochs, count(*) filter (where r.epoch <> h.epoch or r.epoch_base = 0) as behind
       from room_heads r, history h`,
    );
    const isRight = rows[0]?.epochs === '1' && rows[0].behind === '0';
    report({ text: `one new epoch, each room's base before it: ${isRight}`, isRight });
    await client.end();
  },
};

interface Running {
  readonly child: ReturnType<typeof spawn>;
  readonly figures: Promise<WriterFigures>;
  readonly log: string;
}

/** A fresh server with the tables and so many rooms. */
class Setting implements AsyncDisposable {
  readonly directory: PostgresDirectory;
  readonly primary: Postgres;
  readonly client: pg.Client;

  private constructor(directory: PostgresDirectory, primary: Postgres, client: pg.Client) {
    this.directory = directory;
    this.primary = primary;
    this.client = client;
  }

  static async create(programs: string, rooms: number): Promise<Setting> {
    const directory = new PostgresDirectory();
    const primary = await Postgres.create(directory, programs);
    const client = await primary.connect();
    await client.query(SQL);
    await client.query(
      "insert into history select 1, 'first', system_identifier, current_timeline() from pg_control_system()",
    );
    await client.query(
      "insert into room_heads(room_key, app_id) select key, 'app' from generate_series(1, $1) key",
      [rooms],
    );
    return new Setting(directory, primary, client);
  }

  startWriters(writers: number, given: Partial<WriterOptions>): readonly Running[] {
    return Array.from({ length: writers }, (_, i) => {
      const name = `writer_${i}`;
      const log = join(this.directory.path, `${name}.log`);
      const options: WriterOptions = {
        ...{ name, log, ports: [this.primary.port], rooms: 10, lanes: 1, inFlight: 100 },
        ...{ seconds: 6, hasKeys: false },
        ...given,
      };
      const program = join(import.meta.dirname, 'writer.ts');
      const args = [program, JSON.stringify(options)];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      return { child, figures: figuresOf(child), log };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.end().catch(() => {});
    await this.primary[Symbol.asyncDispose]();
    this.directory[Symbol.dispose]();
  }
}

async function figuresOf(child: ReturnType<typeof spawn>): Promise<WriterFigures> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  await once(child, 'close');
  const figures: WriterFigures = JSON.parse(text === '' ? '{}' : text);
  return figures;
}

function textOf(figures: WriterFigures): string {
  const { perSecond, p50Ms, p99Ms, maxMs, rejected, unknown } = figures;
  return [
    `${perSecond}/s, p50 ${p50Ms.toFixed(1)}, p99 ${p99Ms.toFixed(1)}, at most ${maxMs.toFixed(0)} ms`,
    ...(rejected > 0 ? [`rejected ${rejected}`] : []),
    ...(unknown > 0 ? [`asked again ${unknown}`] : []),
  ].join(', ');
}
