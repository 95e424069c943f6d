import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** Reads what a server sends as what its document says: anything else is a bug of the server, and throws. */
export function reader<Schema extends TSchema>(schema: Schema): (value: unknown) => Static<Schema> {
  const validator = Compile(schema);
  return (value) => {
    if (validator.Check(value)) return value;
    const [error] = validator.Errors(value);
    const why = error === undefined ? '' : ` (${error.instancePath} ${error.message})`;
    throw new Error(`not as documented${why}: ${JSON.stringify(value)}`);
  };
}

export function parseJson(text: string): unknown {
  return JSON.parse(text);
}
