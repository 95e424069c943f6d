import { useRef, useState } from 'preact/hooks';
import { wordsOf } from './use-command.ts';

/** Something that takes a moment and may be refused. */
export interface Task {
  readonly isBusy: boolean;
  /** Why the last try failed; `null`: it did not. */
  readonly problem: string | null;
  /** Does it, unless it is under way: a second click is not a second time. Whether it was done. */
  run(work: () => Promise<unknown>): Promise<boolean>;
}

export function useTask(): Task {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isUnderWay = useRef(false);
  const run = async (work: () => Promise<unknown>) => {
    if (isUnderWay.current) return false;
    isUnderWay.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(wordsOf(error));
      return false;
    } finally {
      isUnderWay.current = false;
      setBusy(false);
    }
  };
  return { isBusy, problem, run };
}
