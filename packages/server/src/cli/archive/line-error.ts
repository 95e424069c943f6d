/** One line of an archive, from 1, cannot be used. */
export class LineError extends Error {
  constructor(line: number, why: string) {
    super(`line ${line}: ${why}`);
    this.name = 'LineError';
  }
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
