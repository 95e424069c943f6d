import { KoineError } from '@koine/contract';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Core } from '../../core/core.ts';

/**
 * One thing that an operator may ask for, the same over HTTP and on the command line: a name, what goes in, what comes out.
 */
export interface AdminCommand<Input, Output> {
  /** Under `/api/admin/`. */
  readonly name: string;
  readonly about: string;
  readonly input: TSchema;
  readonly output: TSchema;
  /** Rejects with `invalidInput` that names the field, or as the core's own command. */
  run(core: Core, input: unknown): Promise<Output>;
  /** An answer that came over HTTP; `null`: not one of this command. */
  parseOutput(answer: unknown): Output | null;
  /** Never set; ties the type to the value. */
  readonly types?: Input;
}

export function adminCommand<Input extends TSchema, Output extends TSchema>(
  name: string,
  about: string,
  input: Input,
  output: Output,
  run: (core: Core, input: Static<Input>) => Promise<Static<Output>>,
): AdminCommand<Static<Input>, Static<Output>> {
  const inputs = once(() => Compile(input));
  const outputs = once(() => Compile(output));
  return {
    name,
    about,
    input,
    output,
    async run(core, given) {
      if (inputs().Check(given)) return run(core, given);
      throw invalid(inputs().Errors(given));
    },
    parseOutput: (answer) => (outputs().Check(answer) ? answer : null),
  };
}

/** Names the first field that is wrong, as `lines/3/user`. */
export function invalid(
  errors: readonly { readonly instancePath: string; readonly message: string }[],
): KoineError {
  const [first] = errors;
  const field = first?.instancePath.slice(1) ?? '';
  const text = `${field === '' ? 'The input' : field} ${first?.message ?? 'is not valid'}`;
  return new KoineError('invalidInput', { field }, text);
}

/** Made when it is first asked for: compiling a schema is slow, and most are not asked for in a process's life. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
