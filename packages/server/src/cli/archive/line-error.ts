/** One line of an archive, from 1, cannot be used. */
export class LineError extends Error {
  constructor(line: number, why: string) {
    super(`line ${line}: ${why}`);
    this.name = 'LineError';
  }
}
