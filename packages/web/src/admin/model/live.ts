import { useEffect, useState } from 'preact/hooks';
import { errorMessage } from '../../lib/error-message.ts';
import { run } from './api.ts';
import type { Sample } from './commands.ts';

const EVERY_MS = 1000;
/** Five minutes, as the server keeps them. */
const SAMPLES_MAX = 300;
const TIMEOUT_MS = 8000;

export interface Live {
  readonly samples: readonly Sample[];
  /** Why the newest samples are missing; `null`: they are not. */
  readonly error: string | null;
}

/** Samples of the last five minutes, updated each second by plain requests, which pass any proxy. Pauses while the page is hidden. */
export function useLive(): Live {
  const [live, setLive] = useState<Live>({ samples: [], error: null });
  useEffect(() => {
    let samples: readonly Sample[] = [];
    let known: { readonly since: number; readonly startedAt: number } | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const load = async () => {
      clearTimeout(timer);
      timer = undefined;
      if (document.visibilityState === 'visible') {
        try {
          const { startedAt, samples: more } = await run('live', known ?? {}, TIMEOUT_MS);
          samples = continued(samples, more);
          const newest = more.at(-1);
          if (newest !== undefined) known = { since: newest.number, startedAt };
          if (!isOver) setLive({ samples, error: null });
        } catch (error) {
          if (!isOver) setLive({ samples, error: errorMessage(error) });
        }
      }
      if (!isOver) timer = setTimeout(load, EVERY_MS);
    };
    // On returning to the page, the last minutes are shown at once.
    const onShown = () => {
      if (timer !== undefined) load();
    };
    document.addEventListener('visibilitychange', onShown);
    load();
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onShown);
    };
  }, []);
  return live;
}

/** Samples from before a restart of the server stay, and are shown with a gap. */
function continued(known: readonly Sample[], more: readonly Sample[]): readonly Sample[] {
  const first = more[0];
  if (first === undefined) return known;
  return [...known.filter(({ at }) => at < first.at), ...more].slice(-SAMPLES_MAX);
}
