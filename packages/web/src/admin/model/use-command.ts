import { useEffect, useRef, useState } from 'preact/hooks';
import { errorMessage } from '../../lib/error-message.ts';
import { ApiError, run } from './api.ts';
import type { CommandName, Input, Output } from './commands.ts';

/** What a view knows of the answer it shows: the last one stays while the next is on its way. */
export interface Answer<T> {
  readonly data: T | null;
  readonly error: string | null;
  /** The error's code; `null`: none, or it has none. */
  readonly code: string | null;
  readonly isLoading: boolean;
  reload(): void;
}

/** Asks when the input changes and whenever `everyMs` has passed; the latest question's answer counts. */
export function useCommand<Name extends CommandName>(
  name: Name,
  input: Input<Name>,
  everyMs: number | null = null,
): Answer<Output<Name>> {
  const [state, setState] = useState<Omit<Answer<Output<Name>>, 'reload'>>({
    ...{ data: null, error: null, code: null, isLoading: true },
  });
  const [turn, setTurn] = useState(0);
  const key = JSON.stringify(input);
  const asked = useRef(0);
  // The input counts by what is in it.
  useEffect(() => {
    const question = ++asked.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    setState((before) => ({ ...before, isLoading: true }));
    run(name, input)
      .then(
        (data) => {
          if (question === asked.current)
            setState({ data, error: null, code: null, isLoading: false });
        },
        (thrown: unknown) => {
          const error = errorMessage(thrown);
          const code = thrown instanceof ApiError ? thrown.code : null;
          if (question === asked.current)
            setState((before) => ({ ...before, error, code, isLoading: false }));
        },
      )
      .then(() => {
        if (everyMs !== null && question === asked.current)
          timer = setTimeout(() => setTurn((before) => before + 1), everyMs);
      });
    return () => clearTimeout(timer);
  }, [name, key, turn, everyMs]);
  useEffect(() => () => void ++asked.current, []);
  return { ...state, reload: () => setTurn((before) => before + 1) };
}
