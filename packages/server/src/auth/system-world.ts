import { randomBytes } from 'node:crypto';
import type { Clock, Ids, Random } from '../core/ports/world.ts';

/** The machine's clock. Timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs).unref();
    return { cancel: () => clearTimeout(timer) };
  },
};

export const systemRandom: Random = { next: () => Math.random() };

const POOL_BYTES = 4096;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * UUIDv7 (RFC 9562): 48 bits of ms, then a 12-bit counter (method 1, section 6.2) so that ids rise within one ms, then 62
 * random bits from a pool, since a system call for each id would cost more than the rest of a message.
 */
export function createIds(clock: Pick<Clock, 'now'>): Ids {
  let pool = randomBytes(POOL_BYTES);
  let used = 0;
  let lastMs = 0;
  let counter = 0;
  const nextByte = () => {
    if (used === POOL_BYTES) {
      pool = randomBytes(POOL_BYTES);
      used = 0;
    }
    return pool[used++] ?? 0;
  };
  const hex = (byte: number) => HEX[byte & 0xff] ?? '00';
  return {
    uuid() {
      const now = clock.now();
      if (now > lastMs) {
        lastMs = now;
        counter = nextByte();
      } else if (++counter > 0xfff) {
        lastMs++;
        counter = 0;
      }
      const high = Math.floor(lastMs / 0x1_0000_0000);
      const low = lastMs >>> 0;
      const time = hex(high >> 8) + hex(high) + hex(low >>> 24) + hex(low >>> 16);
      const rest = `${hex(low >>> 8)}${hex(low)}-${hex(0x70 | (counter >> 8))}${hex(counter)}-${hex(0x80 | (nextByte() & 0x3f))}${hex(nextByte())}`;
      return `${time}-${rest}-${hex(nextByte())}${hex(nextByte())}${hex(nextByte())}${hex(nextByte())}${hex(nextByte())}${hex(nextByte())}`;
    },
    uid: () => randomBytes(9).toString('base64url'),
  };
}
