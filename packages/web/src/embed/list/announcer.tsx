import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Chat } from '../../chat/chat.ts';
import type { Entry } from '../../chat/types.ts';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';

const PERIOD_MS = 2_000;
const TEXT_CHARS_MAX = 200;

/** Announces others' new messages to screen readers: the newest one, and how many more came. */
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
      const text = announcementFor(chat, before.end, end);
      // A text that does not change is not read again.
      if (text !== null) words.value = text === words.peek() ? `${text}\u00a0` : text;
    }, PERIOD_MS);
    return () => clearInterval(timer);
  }, [chat, words]);
  return (
    <p class="visually-hidden" aria-live="polite">
      {words.value}
    </p>
  );
}

/** For the messages at `start <= position < end`; `null`: none of them is another's. */
function announcementFor({ timeline, me }: Chat, start: number, end: number): string | null {
  let newest: Entry | null = null;
  let count = 0;
  for (let position = end - 1; position >= start; position--) {
    const entry = timeline.at(position);
    if (entry === undefined || entry.author.peek().uid === me.peek()?.uid) continue;
    if (entry.body.peek().isDeleted) continue;
    newest ??= entry;
    count++;
  }
  if (newest === null) return null;
  const text = newest.body.peek().text.slice(0, TEXT_CHARS_MAX);
  return strings.announcement(newest.author.peek().name, text, count - 1);
}
