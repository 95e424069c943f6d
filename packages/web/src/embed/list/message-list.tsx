import { untracked, useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Entry, Timeline } from '../../chat/types.ts';
import { isSameDay } from '../../lib/time.ts';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import { Announcer } from './announcer.tsx';
import { isGrouped } from './group.ts';
import { JumpToLatest } from './jump-to-latest.tsx';
import { currentOf, onListKey } from './keys.ts';
import styles from './list.module.css';
import { ListHead } from './list-head.tsx';
import { Outbox } from './outbox.tsx';
import { Row } from './row.tsx';
import { Viewport } from './viewport.ts';

/** Older messages are requested so many rows before the first one held. */
const AHEAD_ROWS = 30;
/** Before the next try after a failure. */
const AFTER_FAILURE_MS = 3_000;

/**
 * The room's messages: those in sight and a few around them are in the document, however many there are. `children`: what stands there
 * while there are none.
 */
export function MessageList({ children }: { readonly children?: ComponentChildren }) {
  const { chat, current } = useEmbed();
  const { timeline } = chat;
  const viewport = useMemo(() => new Viewport(), []);
  useEffect(() => () => viewport[Symbol.dispose](), [viewport]);
  const scroller = useRef<HTMLDivElement>(null);
  const tail = useRef<HTMLDivElement>(null);
  const revision = useTimeline(timeline, viewport);
  useReading(viewport);
  useLoadingOlder(viewport);
  useScrollOnSend(viewport);

  useLayoutEffect(() => {
    viewport.attach(scroller.current);
    const stop = tail.current === null ? null : viewport.observeTail(tail.current);
    return () => {
      stop?.();
      viewport.attach(null);
    };
  }, [viewport]);

  const { first, last } = viewport.shown.value;
  const firstUnread = chat.unread.value.firstId;
  // Read, so that this is rendered again when rows have come: what stands above a row depends on the one before it.
  revision.value;
  useLayoutEffect(() => viewport.rendered({ first, last }));

  const currentId = currentOf(timeline, { first, last }, current.value);
  const rows = [];
  for (let position = first; position < last; position++) {
    const entry = timeline.at(position);
    if (entry === undefined) continue;
    // Older ones that have just come are not there yet: a row changes its height when they are, not a frame before.
    const before = position > viewport.start ? timeline.at(position - 1) : undefined;
    rows.push(
      <Row
        key={entry.id}
        entry={entry}
        viewport={viewport}
        isGrouped={isGrouped(before, entry) && entry.id !== firstUnread}
        isFirstOfDay={isFirstOfDay(before, entry, timeline)}
        isFirstUnread={entry.id === firstUnread}
        isCurrent={entry.id === currentId}
      />,
    );
  }
  return (
    <div class={styles.frame}>
      <div
        ref={scroller}
        class={styles.scroller}
        role="log"
        aria-label={strings.MESSAGES}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keys.
        tabIndex={0}
        onScroll={() => viewport.scrolled()}
        onKeyDown={(event) => onListKey(event, viewport)}
      >
        <div class={styles.inner}>
          <ListHead />
          <div data-above />
          {rows}
          <div data-below />
          <div ref={tail} class={styles.tail}>
            <Outbox />
          </div>
        </div>
      </div>
      {children}
      <JumpToLatest viewport={viewport} />
      <Announcer />
    </div>
  );
}

/** The sender sees their message. */
function useScrollOnSend(viewport: Viewport): void {
  const { sent } = useEmbed();
  useSignalEffect(() => {
    if (sent.value > 0) untracked(() => viewport.toEnd());
  });
}

/** Sets the viewport's rows, once a frame. Returns a number that rises with each change. */
function useTimeline(timeline: Timeline, viewport: Viewport) {
  const revision = useSignal(0);
  const epoch = useRef(-1);
  const frame = useRef(0);
  useSignalEffect(() => {
    // Read, so that this is called again.
    timeline.range.value;
    if (frame.current !== 0) return;
    const take = () => {
      frame.current = 0;
      const range = timeline.range.peek();
      if (range.epoch !== epoch.current) viewport.reset();
      epoch.current = range.epoch;
      viewport.setRange(range.start, range.end);
      revision.value += 1;
    };
    if (epoch.current === -1) take();
    else frame.current = requestAnimationFrame(take);
  });
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  return revision;
}

/** Sets in the model whether the reader sees the newest message. */
function useReading(viewport: Viewport): void {
  const { chat } = useEmbed();
  const isVisible = useSignal(document.visibilityState === 'visible');
  useEffect(() => {
    const update = () => {
      isVisible.value = document.visibilityState === 'visible';
    };
    document.addEventListener('visibilitychange', update);
    return () => document.removeEventListener('visibilitychange', update);
  }, [isVisible]);
  useSignalEffect(() => chat.setReading(isVisible.value && viewport.isAtEnd.value));
}

/** Asks for older messages before the reader gets to the oldest one held. */
function useLoadingOlder(viewport: Viewport): void {
  const { chat } = useEmbed();
  const isPaused = useSignal(false);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(pause.current), []);
  useSignalEffect(() => {
    const { start, end, hasOlder, isLoadingOlder } = chat.timeline.range.value;
    const { first } = viewport.shown.value;
    const isNear = end > start && first < start + AHEAD_ROWS;
    const isLive = chat.roomStatus.value === 'joined' && chat.connection.value.state === 'live';
    if (!isNear || !hasOlder || isLoadingOlder || !isLive || isPaused.value) return;
    chat.loadOlder().then(({ ok }) => {
      if (ok) return;
      isPaused.value = true;
      pause.current = setTimeout(() => {
        isPaused.value = false;
      }, AFTER_FAILURE_MS);
    });
  });
}

/** The oldest row says its day only when nothing comes before it: it would lose the line again when older ones arrive. */
function isFirstOfDay(before: Entry | undefined, entry: Entry, timeline: Timeline): boolean {
  if (before === undefined)
    return timeline.at(entry.position - 1) === undefined && !timeline.range.peek().hasOlder;
  return !isSameDay(before.at, entry.at);
}
