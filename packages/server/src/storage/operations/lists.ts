import type { Operation, Step } from '../operation.ts';

/** A compiled list (`queries/paging.ts`) and its arguments. */
export interface ListInput {
  readonly items: Step['statement'];
  readonly total: Step['statement'];
  readonly args: object;
}

export interface ListRows {
  /** Anyone who compiled the list knows what its rows are. */
  readonly rows: readonly never[];
  readonly total: number;
}

export function listOperations() {
  return {
    /** A page and its list's length, in one snapshot. */
    *list({ items, total, args }: ListInput): Operation<ListRows> {
      const rows = yield { statement: items, args };
      const counted: readonly { readonly count: number }[] = yield { statement: total, args };
      return { rows, total: counted[0]?.count ?? 0 };
    },
  };
}
