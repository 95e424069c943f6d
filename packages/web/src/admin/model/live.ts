import { useEffect, useState } from 'preact/hooks';
import type { Sample } from './answers.ts';
import { run } from './api.ts';
import { wordsOf } from './use-command.ts';

const EVERY_MS = 1000;
/** Five minutes, as the server keeps them. */
const SAMPLES_MAX = 300;

export interface Live {
  readonly samples: readonly Sample[];
  /** Why there is nothing new; `null`: there is. */
  readonly problem: string | null;
}

/** The last five minutes, and on from there each second: plain requests, which pass through any proxy. Rests while the page is not seen. */
export function useLive(): Live {
  const [live, setLive] = useState<Live>({ samples: [], problem: null });
  useEffect(() => {
    let samples: readonly Sample[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const ask = async () => {
      if (document.visibilityState === 'visible') {
        try {
          const newest = samples.at(-1);
          const answer = await run('live', newest === undefined ? {} : { since: newest.number });
          samples = continued(samples, answer.samples);
          if (!isOver) setLive({ samples, problem: null });
        } catch (error) {
          if (!isOver) setLive({ samples, problem: wordsOf(error) });
        }
      }
      if (!isOver) timer = setTimeout(ask, EVERY_MS);
    };
    ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, []);
  return live;
}

/** A server that has started again counts from 0: its past is not this one's. */
function continued(known: readonly Sample[], more: readonly Sample[]): readonly Sample[] {
  const last = known.at(-1);
  const first = more[0];
  const isOther = last !== undefined && first !== undefined && first.number <= last.number;
  return [...(isOther ? [] : known), ...more].slice(-SAMPLES_MAX);
}
