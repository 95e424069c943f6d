import { useEffect, useState } from 'preact/hooks';
import { errorMessage } from '../../lib/error-message.ts';
import { ApiError, run } from './api.ts';
import type { CommandName, Input, Output } from './commands.ts';

/** What a view knows of a command's output: the last one stays while the next is on its way. */
export interface Result<T> {
  readonly data: T | null;
  readonly error: string | null;
  /** The error's code; `null`: there is no error, or it has no code. */
  readonly code: string | null;
  readonly isLoading: boolean;
  reload(): void;
}

/** Runs a command when the input changes and whenever `everyMs` has passed; the latest run counts. */
export function useCommand<Name extends CommandName>(
  name: Name,
  input: Input<Name>,
  everyMs: number | null = null,
): Result<Output<Name>> {
  type State = Omit<Result<Output<Name>>, 'reload'>;
  const none = { data: null, error: null, code: null, isLoading: true };
  const [state, setState] = useState<State>(none);
  const [revision, setRevision] = useState(0);
  const reload = () => setRevision((before) => before + 1);
  useEffect(() => {
    let isLatest = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    setState((before) => ({ ...before, isLoading: true }));
    const failure = (thrown: unknown) => ({
      error: errorMessage(thrown),
      code: thrown instanceof ApiError ? thrown.code : null,
    });
    run(name, input)
      .then((data) => ({ data, error: null, code: null }), failure)
      .then((change) => {
        if (!isLatest) return;
        setState((before) => ({ ...before, ...change, isLoading: false }));
        if (everyMs !== null) timer = setTimeout(reload, everyMs);
      });
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
    // Inputs are equal when their content is.
  }, [name, JSON.stringify(input), revision, everyMs]);
  return { ...state, reload };
}
