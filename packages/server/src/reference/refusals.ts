import type { ErrorCode, ErrorDetails } from '@koine/contract';
import type { CallRefusal, RestReference } from './rest.ts';

/** What a refusal says beside its code, in examples. */
export const EXAMPLE_DETAILS: Partial<Record<ErrorCode, ErrorDetails>> = {
  contentTooLong: { limit: 4000 },
  metaTooLarge: { limit: 8192 },
  rateLimited: { retryAfterMs: 12_000, limit: 60 },
  slowMode: { retryAfterMs: 3000 },
};

interface RefusalsOfStatus {
  readonly description: string;
  readonly content: object;
  readonly headers?: object;
}

/** The answers of refusals by status, each with an example of every refusal that has it. */
export function refusalAnswers(
  refusals: readonly CallRefusal[],
  scope: RestReference,
  schema: object,
  headersOf: (status: number) => object | undefined,
): Record<string, RefusalsOfStatus> {
  const byStatus = new Map<number, Record<string, { summary: string; value: unknown }>>();
  for (const refusal of refusals) {
    const [code, text] = typeof refusal === 'string' ? [refusal, null] : refusal;
    const { status, body } = scope.refuse(code, text, EXAMPLE_DETAILS[code] ?? {});
    const examples = byStatus.get(status) ?? {};
    examples[nameFor(code, examples)] = { summary: text ?? wordsIn(body), value: body };
    byStatus.set(status, examples);
  }
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
