import { parseArgs } from 'node:util';

/** Every flag there is; what each means where it applies. */
export const FLAGS = {
  runs: 'how often each measurement is taken; medians are shown',
  patience: 'how often a measurement that other work has disturbed is taken again',
  seconds: 'how long each measurement lasts',
  clients: 'numbers of clients, with commas between',
  'in-flight': 'messages in flight, with commas between',
  protocols: 'protocols of Koine to measure, or none',
  peers: 'servers to measure beside it: ws,socket.io,bun, or none',
  rates: 'deliveries a second, with commas between',
  missed: 'how many messages those who come back have missed, with commas between',
  messages: 'messages in a room, with commas between',
  megabytes: 'sizes of the database',
  profile: 'a directory for a processor profile of each thread of Koine',
  out: 'where results (JSON) and charts go',
} as const;
type Flag = keyof typeof FLAGS;

/** Something on the command line that cannot be meant. */
export class UsageError extends Error {}

/** What was asked on the command line; each scenario has its own defaults. */
export class Options {
  readonly #values: Readonly<Partial<Record<string, string>>>;

  /** Throws `UsageError` on an unknown flag. */
  constructor(args: readonly string[]) {
    const options = Object.fromEntries(Object.keys(FLAGS).map((flag) => [flag, STRING]));
    try {
      this.#values = parseArgs({ args: [...args], options }).values;
    } catch (error) {
      throw new UsageError(error instanceof Error ? error.message : String(error));
    }
  }

  text(flag: Flag): string | undefined {
    return this.#values[flag];
  }

  number(flag: Flag, otherwise: number): number {
    const [value = otherwise] = this.numbers(flag, [otherwise]);
    return value;
  }

  /** Throws `UsageError` on what is no number from 0 on. */
  numbers(flag: Flag, otherwise: readonly number[]): readonly number[] {
    const numbers = this.#values[flag]?.split(',').map(Number) ?? otherwise;
    if (numbers.some((number) => !(number >= 0)))
      throw new UsageError(`--${flag} takes numbers with commas between`);
    return numbers;
  }

  /** Throws `UsageError` on what is not among them. */
  names<const Name extends string>(
    flag: Flag,
    known: readonly Name[],
    otherwise: readonly Name[],
  ): readonly Name[] {
    const asked = this.#values[flag];
    if (asked === undefined) return otherwise;
    if (asked === 'none') return [];
    return asked.split(',').map((text) => {
      const name = known.find((one) => one === text);
      if (name === undefined) throw new UsageError(`--${flag} takes ${known.join(', ')} or none`);
      return name;
    });
  }
}

const STRING = { type: 'string' } as const;
