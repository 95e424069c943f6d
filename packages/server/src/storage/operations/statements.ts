import type { Operation, Step } from '../operation.ts';

/** Use-cases that are nothing but their statements, compiled when they are first asked for (`queries/operating.ts`). */
export function statementOperations() {
  return {
    /** Each statement's rows, in one snapshot or one transaction. Anyone who compiled them knows what the rows are. */
    *runStatements({
      steps,
    }: {
      readonly steps: readonly Step[];
    }): Operation<readonly (readonly never[])[]> {
      const answers: (readonly never[])[] = [];
      for (const step of steps) answers.push(yield step);
      return answers;
    },
  };
}
