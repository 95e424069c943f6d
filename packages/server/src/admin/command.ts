import { KoineError } from '@koine/contract';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';
import type { Actor } from '../core/actor.ts';
import type { AuditAuthor, AuditSubject } from '../core/audit.ts';
import { assertOperator, type OperatorLevel } from '../core/authority.ts';
import type { Core } from '../core/core.ts';
import type { ServerView } from './server-view.ts';

/** What a command works on. */
export interface AdminContext {
  readonly core: Core;
  /** `null`: the command line has opened the data directory itself, no server runs. */
  readonly server: ServerView | null;
}

/** Who gives a command, as the core and as the audit log know them. */
export interface Principal {
  readonly actor: Actor;
  readonly author: AuditAuthor;
}

/**
 * One thing that an operator may ask for, the same over HTTP and on the command line: a name, what goes in, what comes out.
 */
export interface AdminCommand<Input, Output> {
  /** Under `/api/admin/`. */
  readonly name: string;
  readonly about: string;
  readonly level: OperatorLevel;
  readonly input: TSchema;
  readonly output: TSchema;
  /**
   * Does it and leaves its entry in the audit log, refused or not. Rejects with `forbidden`, with `invalidInput` that names the
   * field, or as the core's own command.
   */
  run(context: AdminContext, input: unknown, caller: Principal): Promise<Output>;
  /** An answer that came over HTTP; `null`: not one of this command. */
  parseOutput(answer: unknown): Output | null;
  /** Never set; ties the type to the value. */
  readonly types?: Input;
}

/** What a command runs with. */
export interface AdminRun extends AdminContext {
  readonly actor: Actor;
}

interface AdminCommandDraft<Input extends TSchema, Output extends TSchema> {
  readonly name: string;
  readonly about: string;
  readonly level: OperatorLevel;
  readonly input: Input;
  readonly output: Output;
  /**
   * What the log keeps of it; `output` is `null` when it was refused. `null`: it changes nothing and reads nothing private,
   * this time or (instead of the function) ever.
   */
  readonly audit:
    | ((input: Static<Input>, output: Static<Output> | null) => AuditSubject | null)
    | null;
  readonly run: (context: AdminRun, input: Static<Input>) => Promise<Static<Output>>;
}

export function adminCommand<Input extends TSchema, Output extends TSchema>(
  draft: AdminCommandDraft<Input, Output>,
): AdminCommand<Static<Input>, Static<Output>> {
  const { name, about, level, output, audit } = draft;
  // A field that is misspelt would otherwise be one that is left out.
  const input: Input = { ...draft.input, additionalProperties: false };
  const inputs = once(() => Compile(input));
  const outputs = once(() => Compile(output));
  return {
    name,
    about,
    level,
    input,
    output,
    async run(context, given, { actor, author }) {
      const record = async (subject: AuditSubject | null, outcome: string) => {
        if (subject !== null) await context.core.audit.record(author, name, subject, outcome);
      };
      try {
        // The core refuses too; but first of all, and a try is worth an entry.
        assertOperator(actor, level);
      } catch (error) {
        await record({}, 'forbidden');
        throw error;
      }
      if (!inputs().Check(given)) throw invalid(inputs(), given);
      let done: Static<Output>;
      try {
        done = await draft.run({ ...context, actor }, given);
      } catch (error) {
        const outcome = error instanceof KoineError ? error.code : 'failed';
        await record(audit?.(given, null) ?? null, outcome);
        throw error;
      }
      await record(audit?.(given, done) ?? null, 'done');
      return done;
    },
    parseOutput: (answer) => (outputs().Check(answer) ? answer : null),
  };
}

/** Names the first field of an input that is wrong, as `lines/3/user`; before all a misspelt one, for which another is missing. */
export function invalid(validator: Validator, input: unknown): KoineError {
  const errors = ofMeantMembers(allErrors(validator, input));
  const first = errors.find(isUnknownField) ?? errors[0];
  const field = first?.instancePath.slice(1) ?? '';
  const rule = first?.keyword === 'boolean' ? 'is not a known field' : first?.message;
  const text = `${field === '' ? 'The input' : field} ${rule ?? 'is not valid'}`;
  return new KoineError('invalidInput', { field }, text);
}

/** Of the input itself: within it, a field may be of another member of a union. */
function isUnknownField({ keyword, instancePath }: SchemaError): boolean {
  return keyword === 'boolean' && instancePath.lastIndexOf('/') === 0;
}

interface SchemaError {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly instancePath: string;
  readonly message: string;
}

interface Validator {
  Errors(input: unknown): readonly SchemaError[];
}

/** More than all members of a union have. */
const ERRORS_MAX = 100;

function allErrors(validator: Validator, input: unknown): readonly SchemaError[] {
  const { maxErrors } = Settings.Get();
  Settings.Set({ maxErrors: ERRORS_MAX });
  try {
    return validator.Errors(input);
  } finally {
    Settings.Set({ maxErrors });
  }
}

/** Without those of a union's members whose `type` is another one. */
function ofMeantMembers(errors: readonly SchemaError[]): readonly SchemaError[] {
  const others = errors
    .filter(({ keyword }) => keyword === 'const')
    .map(({ schemaPath, instancePath }) => ({
      schema: schemaPath.slice(0, schemaPath.lastIndexOf('/properties/')),
      instance: instancePath.slice(0, instancePath.lastIndexOf('/')),
    }));
  return errors.filter(
    ({ schemaPath, instancePath }) =>
      !others.some(
        ({ schema, instance }) =>
          schemaPath.startsWith(schema) && instancePath.startsWith(instance),
      ),
  );
}

/** Made when it is first asked for: compiling a schema is slow, and most are not asked for in a process's life. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** For what only a running server knows: else throws `invalidInput`, in words. */
export function requireServer({ server }: AdminContext): ServerView {
  if (server !== null) return server;
  throw new KoineError('invalidInput', {}, 'No server runs on this data directory');
}
