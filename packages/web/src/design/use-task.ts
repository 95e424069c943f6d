import { useRef, useState } from 'preact/hooks';
import { errorMessage } from '../lib/error-message.ts';

/** An action that takes time and may fail. */
export interface Task {
  readonly isBusy: boolean;
  /** Why the last try failed; `null`: it did not. */
  readonly error: string | null;
  /** Runs it, unless it is running: a second click is not a second time. Whether it succeeded. */
  run(work: () => Promise<unknown>): Promise<boolean>;
  /** Removes the error. */
  reset(): void;
}

/** One task at a time, with its error for people. */
export function useTask(): Task {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const isRunning = useRef(false);
  const run = async (work: () => Promise<unknown>) => {
    if (isRunning.current) return false;
    isRunning.current = true;
    setBusy(true);
    setError(null);
    try {
      await work();
      return true;
    } catch (thrown) {
      setError(errorMessage(thrown));
      return false;
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  };
  return { isBusy, error, run, reset: () => setError(null) };
}
