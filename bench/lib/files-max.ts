import { readFileSync } from 'node:fs';

/**
 * Every connection is an open file, here and in the server. Node raises its own limit to the hard one; beyond that only an
 * administrator can. Throws when this many would not be allowed.
 */
export function assertFilesMax(count: number): void {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const hard = /^Max open files\s+\d+\s+(\d+|unlimited)/m.exec(limits)?.[1];
  if (hard === undefined || hard === 'unlimited' || Number(hard) >= count) return;
  throw new Error(
    `${count} open files are needed and ${hard} are allowed: raise the limit (ulimit -Hn ${count}) and start again`,
  );
}
