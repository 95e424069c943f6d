import type { AllLimits } from '@koine/contract';
import { exampleErrors } from './example-errors.ts';
import type { CallError, ErrorExample, RestSpec } from './rest.ts';

type Examples = Record<string, { readonly summary: string; readonly value: unknown }>;

interface RejectionsOfStatus {
  readonly description: string;
  readonly content: object;
  readonly headers?: object;
}

interface CallScope {
  readonly scope: RestSpec;
  readonly limits: AllLimits;
  readonly hasBody: boolean;
}

/** The answers of rejections by status, each with an example of every rejection that has it. */
export function errorResponses(
  rejections: readonly CallError[],
  { scope, limits, hasBody }: CallScope,
  schema: object,
  headersOf: (status: number) => object | undefined,
): Record<string, RejectionsOfStatus> {
  const byStatus = new Map<number, Examples>();
  const add = (name: string, { status, body }: ErrorExample, text: string | null) => {
    const examples = byStatus.get(status) ?? {};
    examples[nameFor(name, examples)] = { summary: text ?? wordsIn(body), value: body };
    byStatus.set(status, examples);
  };
  const errors = exampleErrors(rejections, limits, scope.limits);
  for (const [index, error] of errors.entries()) {
    const { code } = error;
    const text = textOf(rejections[index]);
    add(code, scope.errorExample(code, text, error.details), text);
  }
  if (hasBody) for (const one of scope.bodyErrors) add('body', one, null);
  const sorted = Array.from(byStatus).sort(([a], [b]) => a - b);
  return Object.fromEntries(
    sorted.map(([status, examples]) => {
      const description = Object.values(examples)
        .map(({ summary }) => summary)
        .join(' · ');
      const headers = headersOf(status);
      const content = { 'application/json': { schema, examples } };
      return [`${status}`, { description, ...(headers && { headers }), content }];
    }),
  );
}

/** The call's own words, if it has some. */
function textOf(rejection: CallError | undefined): string | null {
  return typeof rejection === 'string' ? null : (rejection?.[1] ?? null);
}

/** A call may refuse with one code for several reasons. */
function nameFor(code: string, taken: object): string {
  let name = code;
  for (let i = 2; Object.hasOwn(taken, name); i++) name = `${code}${i}`;
  return name;
}

/** The first text of a body: what the caller reads. */
function wordsIn(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const [words] = Object.values(body).filter((value) => typeof value === 'string');
  return typeof words === 'string' ? words : '';
}
