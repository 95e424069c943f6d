import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useEmbed } from '../embed-state.ts';

const PERIOD_MS = 2_000;
const TEXT_CHARS_MAX = 200;

/** Says new messages of others to who listens: the newest one, and how many came beside it. */
export function Announcer() {
  const { chat } = useEmbed();
  const words = useSignal('');
  const seen = useRef<{ readonly epoch: number; readonly end: number } | null>(null);
  useEffect(() => {
    const timer = setInterval(() => {
      const { epoch, end } = chat.timeline.range.peek();
      const before = seen.current;
      seen.current = { epoch, end };
      if (before === null || before.epoch !== epoch || before.end === end) return;
      const newest = chat.timeline.at(end - 1);
      const author = newest?.author.peek();
      if (newest === undefined || author === undefined) return;
      if (author.uid === chat.me.peek()?.uid) return;
      const others = end - before.end - 1;
      const text = newest.body.peek().text.slice(0, TEXT_CHARS_MAX);
      words.value = `${others > 0 ? `${others} more messages. ` : ''}${author.name}: ${text}`;
    }, PERIOD_MS);
    return () => clearInterval(timer);
  }, [chat, words]);
  return (
    <p class="visually-hidden" aria-live="polite">
      {words.value}
    </p>
  );
}
