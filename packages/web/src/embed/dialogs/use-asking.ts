import { useState } from 'preact/hooks';
import type { Result } from '../../chat/types.ts';

export interface Asking {
  /** The server has not answered yet. */
  readonly isBusy: boolean;
  /** Why it said no; `null`: it did not. */
  readonly error: string | null;
  /** Asks; `done` is called when it said yes. */
  /** Takes the refusal away: the question is another now. */
  forget(): void;
  ask<T>(question: () => Promise<Result<T>>, done: (value: T) => void): void;
}

/** One question at a time to the server, with its refusal in words. */
export function useAsking(): Asking {
  const [state, setState] = useState<{ readonly isBusy: boolean; readonly error: string | null }>({
    isBusy: false,
    error: null,
  });
  return {
    ...state,
    forget() {
      setState({ ...state, error: null });
    },
    ask(question, done) {
      if (state.isBusy) return;
      setState({ isBusy: true, error: null });
      question().then((result) => {
        setState({ isBusy: false, error: result.ok ? null : result.error.text });
        if (result.ok) done(result.value);
      });
    },
  };
}
