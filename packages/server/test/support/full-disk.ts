import { spawnSync } from 'node:child_process';
import { rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A way to take a server's disk space away and give it back. */
export interface DiskSpace extends Disposable {
  take(): void;
  giveBack(): void;
}

/** A real disk of a few MiB at this directory, `null` where mounting is not allowed. */
export function smallDisk(directory: string, mebibytes: number): DiskSpace | null {
  const size = `size=${mebibytes}m`;
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', directory]);
  if (mounted.status !== 0) return null;
  const ballast = join(directory, 'ballast');
  return {
    take() {
      const { bavail, bsize } = statfsSync(directory);
      writeFileSync(ballast, Buffer.alloc(bavail * bsize));
    },
    giveBack: () => rmSync(ballast),
    [Symbol.dispose]() {
      // Lazily: a server that still holds a file must not make the test hang.
      spawnSync('umount', ['-l', directory]);
    },
  };
}

/** As if the disk were full at the database's present size: the system lets this process write no longer files. */
export function fileSizeLimit(directory: string, pid: number): DiskSpace | null {
  const limit = (bytes: string) => spawnSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:`]);
  if (limit('unlimited').status !== 0) return null;
  return {
    take: () => void limit(`${statSync(join(directory, 'koine.db')).size}`),
    giveBack: () => void limit('unlimited'),
    [Symbol.dispose]() {},
  };
}
