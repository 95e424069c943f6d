/** What a verb may touch of the process that runs it. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** One word of the command line: `koine <verb>`. */
export interface Verb {
  readonly name: string;
  readonly about: string;
  /** What `koine <verb> --help` prints. */
  help(): string;
  /** Runs to its end and resolves to the exit code. Rejects with an error whose text is for the user. */
  run(argv: readonly string[], terminal: Terminal): Promise<number>;
}
