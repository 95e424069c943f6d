/** The command line cannot be understood; the message says what would do. The exit code is 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** For a verb that takes nothing. */
export function refuseArguments([first]: readonly string[]): void {
  if (first !== undefined) throw new UsageError(`unexpected argument "${first}"`);
}
