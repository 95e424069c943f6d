import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, readFileSync, realpathSync, writeSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { bunBinary } from '../peers/subjects.ts';
import { median } from './numbers.ts';
import { root, scratch } from './paths.ts';
import { isPinned } from './pin.ts';
import { TempDirectory } from './temp-directory.ts';

/** What the figures were measured on, without which they mean little. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  /** How the kernel paces TCP, on loopback too. */
  readonly congestionControl: string;
  readonly isPinned: boolean;
  /** Of the last minute, before anything was measured; on an idle machine near 0. */
  readonly loadAverage: number;
  /** Where the databases are: file system and device. */
  readonly disk: string;
  /** A small write and its fsync, where the databases are: bounds what can be durable how soon. */
  readonly fsyncMs: number;
  readonly versions: Readonly<Record<string, string>>;
}

export function describeMachine(): Machine {
  const [core] = cpus();
  return {
    processor: core?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `Linux ${release()}`,
    congestionControl: readFileSync('/proc/sys/net/ipv4/tcp_congestion_control', 'utf8').trim(),
    isPinned,
    loadAverage: loadavg()[0] ?? Number.NaN,
    disk: describeDisk(),
    fsyncMs: measureFsync(),
    versions: {
      koine: outputOf('git', ['-C', root, 'describe', '--always', '--dirty']),
      node: process.version,
      ws: versionOf('ws'),
      'socket.io': versionOf('socket.io'),
      bun: bunBinary === undefined ? 'not installed' : outputOf(bunBinary, ['--version']),
    },
  };
}

/** The longest mount point above the scratch directory is the one that it is on. */
function describeDisk(): string {
  const path = realpathSync(root) + scratch.slice(root.length);
  const mounts = readFileSync('/proc/self/mounts', 'utf8').trim().split('\n');
  const [found] = mounts
    .map((line) => line.split(' '))
    .filter(([, at = '']) => path.startsWith(at.endsWith('/') ? at : `${at}/`))
    .sort(([, a = ''], [, b = '']) => b.length - a.length);
  const [device = 'unknown', , type = 'unknown'] = found ?? [];
  return `${type}, ${device}`;
}

function measureFsync(): number {
  using directory = new TempDirectory();
  const file = openSync(join(directory.path, 'fsync'), 'w');
  const page = Buffer.alloc(4096);
  const times = Array.from({ length: 50 }, () => {
    const startedAt = performance.now();
    writeSync(file, page);
    fsyncSync(file);
    return performance.now() - startedAt;
  });
  closeSync(file);
  return median(times);
}

function versionOf(name: string): string {
  const manifest = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
  return /"version": "([^"]+)"/.exec(manifest)?.[1] ?? 'unknown';
}

function outputOf(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
