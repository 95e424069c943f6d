const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A time span in words, rounded up to whole seconds and at least one: `1 day 2 hours`, `45 seconds`. */
export function humanDuration(ms: number): string {
  let seconds = Math.max(1, Math.ceil(ms / 1000));
  const words: string[] = [];
  for (const [name, unitSeconds] of UNITS) {
    const count = Math.floor(seconds / unitSeconds);
    seconds -= count * unitSeconds;
    if (count > 0) words.push(`${count} ${name}${count === 1 ? '' : 's'}`);
  }
  return words.join(' ');
}
