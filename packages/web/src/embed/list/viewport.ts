import { signal } from '@preact/signals';
import { RowHeights } from './row-heights.ts';

/** Rows `first <= position < last` are to be in the document. */
export interface Rows {
  readonly first: number;
  readonly last: number;
}

interface Anchor {
  readonly position: number;
  /** From the upper edge of the scroller to the lower edge of the row, px. */
  readonly bottomPx: number;
}

/**
 * A movement without news for so long has ended. Not `scrollend`: that of an earlier movement comes when the next one has begun.
 */
const REST_MS = 200;

/** Of a line of text under its author's name, about. */
const ESTIMATE_PX = 40;
/** Rendered beyond each edge of what one sees, so that a scroll of the wheel finds its rows there. */
const OVERSCAN_PX = 600;
/** Rows are rendered anew when there is less than this beyond an edge: not in every frame of a movement. */
const OVERSCAN_PX_MIN = 200;
/** Nearer than this to the end is at the end. */
const END_PX = 24;

/**
 * Which rows a scroller shows, and where it stands.
 *
 * How this works: the reader's place is an anchor, the first row in sight and how far its lower edge is below the upper edge of the
 * scroller; or the end. The anchor is taken when the reader scrolls. Whatever else changes (older rows arrive, a row turns out
 * higher than estimated, the window is resized), `settle` puts the scroller back where the anchor is where it was, before anything
 * is painted. The lower edge, since what may stand above the first row (its author, the day) goes away when older rows arrive.
 *
 * While the reader scrolls, moving the scroller would stop the movement. Then the room above the rows is made longer or shorter instead,
 * and put right when the movement has ended.
 */
export class Viewport {
  readonly #heights = new RowHeights(ESTIMATE_PX);
  /** What to render. */
  readonly shown = signal<Rows>({ first: 0, last: 0 });
  /** Whether the reader sees the newest row. */
  readonly isAtEnd = signal(true);
  readonly #observer: ResizeObserver;
  readonly #rows = new Map<Element, number>();
  /** Those of the rows whose heights the observer has not reported yet. */
  readonly #unmeasured = new Set<Element>();
  #scroller: HTMLElement | null = null;
  #rendered: Rows = { first: 0, last: 0 };
  /** What stands in the scroller above the rows, px. */
  #headPx = 0;
  /** By how much the room above the rows is longer than it should be, px. */
  #deviationPx = 0;
  #isScrolling = false;
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** Where the scroller stood when it was last looked at. */
  #lastTop = 0;
  #start = 0;
  #end = 0;
  #anchor: Anchor | null = null;

  constructor() {
    this.#observer = new ResizeObserver((entries) => {
      let hasChanged = false;
      for (const { target } of entries) hasChanged = this.#measure(target) || hasChanged;
      if (hasChanged) this.settle();
    });
  }

  /** The position of the oldest row, as of the last `setRange`. */
  get start(): number {
    return this.#start;
  }

  /** `null`: it is gone. */
  attach(scroller: HTMLElement | null): void {
    if (this.#scroller !== null) this.#observer.unobserve(this.#scroller);
    this.#scroller = scroller;
    if (scroller !== null) this.#observer.observe(scroller);
  }

  /** The row at `position` is in the document; returns what to call when it leaves. */
  observe(position: number, row: Element): () => void {
    this.#rows.set(row, position);
    this.#unmeasured.add(row);
    this.#observer.observe(row);
    return () => {
      this.#rows.delete(row);
      this.#unmeasured.delete(row);
      this.#observer.unobserve(row);
    };
  }

  /** Something else in the scroller, below the rows; returns what to call when it leaves. */
  observeTail(tail: Element): () => void {
    this.#observer.observe(tail);
    return () => this.#observer.unobserve(tail);
  }

  /** Which rows there are now. To be followed by `settle` once they are rendered. */
  setRange(start: number, end: number): void {
    this.#start = start;
    this.#end = end;
    this.#heights.setRange(start, end);
    if (!this.#isScrolling) this.#heights.calibrate();
    this.#update();
  }

  /** Everything is other than before: to the end. */
  reset(): void {
    this.#heights.clear();
    this.#deviationPx = 0;
    this.#anchor = null;
    this.isAtEnd.value = true;
  }

  /** To be called when the scroller has scrolled, by whomever. */
  scrolled(): void {
    const scroller = this.#scroller;
    if (scroller === null) return;
    const { scrollTop, scrollHeight, clientHeight } = scroller;
    const isNearEnd = scrollHeight - scrollTop - clientHeight < END_PX;
    // Who was at the end and has not gone up is still there: something has grown, and `settle` has not been called yet.
    this.isAtEnd.value = isNearEnd || (this.isAtEnd.peek() && scrollTop >= this.#lastTop);
    // It was `settle` that moved it, to a whole pixel: the place is the same.
    if (Math.abs(scrollTop - this.#lastTop) < 1 && this.#anchor !== null) return;
    this.#lastTop = scrollTop;
    this.#moves();
    const offset = scrollTop - this.#headPx - this.#deviationPx;
    const position = this.#heights.positionAt(offset);
    this.#anchor = { position, bottomPx: this.#heights.topOf(position + 1) - offset };
    this.#update();
  }

  /** `rows` are in the document now: measures what is new and puts the reader's place where it was. */
  rendered(rows: Rows): void {
    this.#rendered = rows;
    this.settle();
  }

  /** Puts the reader's place where it was. */
  settle(): void {
    const scroller = this.#scroller;
    if (scroller === null) return;
    this.#headPx = scroller.querySelector('[data-head]')?.getBoundingClientRect().height ?? 0;
    for (const row of this.#unmeasured) this.#measure(row);
    this.#unmeasured.clear();
    const isAtEnd = this.isAtEnd.peek();
    const top = isAtEnd || this.#anchor === null ? null : this.#topOf(this.#anchor);
    this.#deviationPx = top === null ? 0 : this.#deviationFor(scroller.scrollTop - top);
    this.#pad(scroller);
    if (isAtEnd) scroller.scrollTop = scroller.scrollHeight;
    else if (top !== null) {
      const place = top + this.#deviationPx;
      if (Math.abs(scroller.scrollTop - place) >= 0.5) scroller.scrollTop = place;
      // A row was lower than estimated and there is no more room above it: it stands where one sees it now.
      if (place < 0) this.#anchor = shiftAnchor(this.#anchor, -place);
    }
    this.#lastTop = scroller.scrollTop;
    this.#update();
  }

  toEnd(): void {
    this.isAtEnd.value = true;
    this.settle();
  }

  /** To the upper edge of the oldest row held, at once: a movement through very many rows would be a long one. */
  toStart(): void {
    const scroller = this.#scroller;
    if (scroller === null) return;
    this.#isScrolling = false;
    this.isAtEnd.value = scroller.scrollHeight - scroller.clientHeight < END_PX;
    // The lower edge of the row before it, which may come later: so the oldest one's own height may turn out to be any.
    this.#anchor = { position: this.#start - 1, bottomPx: this.#headPx };
    this.settle();
  }

  [Symbol.dispose](): void {
    this.#observer.disconnect();
    clearTimeout(this.#pause);
  }

  #moves(): void {
    this.#isScrolling = true;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#isScrolling = false;
      if (this.#deviationPx !== 0) this.settle();
    }, REST_MS);
  }

  /** Where the scroller has to stand for the anchor to be where it was, if the room above is as it should be. */
  #topOf({ position, bottomPx }: Anchor): number {
    return this.#headPx + this.#heights.topOf(position + 1) - bottomPx;
  }

  /** `wantedPx`: with this deviation the scroller can stay where it is. */
  #deviationFor(wantedPx: number): number {
    const roomPx = this.#heights.topOf(this.#rendered.first) + wantedPx;
    return this.#isScrolling && roomPx >= 0 ? wantedPx : 0;
  }

  /** Returns whether that is news. */
  #measure(element: Element): boolean {
    const position = this.#rows.get(element);
    // The scroller or its tail.
    if (position === undefined) return true;
    return this.#heights.set(position, element.getBoundingClientRect().height);
  }

  /** Which rows to render. */
  #update(): void {
    const needed = this.#around(OVERSCAN_PX_MIN);
    const { first, last } = this.shown.peek();
    const isThere = first >= this.#start && last <= this.#end;
    const isEnough = first <= needed.first && last >= needed.last;
    if (!isThere || !isEnough) this.shown.value = this.#around(OVERSCAN_PX);
  }

  /** The rows in sight and so far beyond them. */
  #around(overscanPx: number): Rows {
    if (this.#end === this.#start) return { first: this.#start, last: this.#start };
    const clientHeight = this.#scroller?.clientHeight ?? 0;
    const anchor = this.isAtEnd.peek() ? null : this.#anchor;
    // Of the anchor, not of the scroller, which may not stand there yet: what is in sight stays in the document.
    const top =
      anchor === null
        ? this.#heights.totalPx - clientHeight
        : this.#heights.topOf(anchor.position + 1) - anchor.bottomPx;
    return {
      first: this.#heights.positionAt(top - overscanPx),
      last: this.#heights.positionAt(top + clientHeight + overscanPx) + 1,
    };
  }

  /** The room of the rows that are not in the document. */
  #pad(scroller: HTMLElement): void {
    const above = scroller.querySelector<HTMLElement>('[data-above]');
    const below = scroller.querySelector<HTMLElement>('[data-below]');
    const { first, last } = this.#rendered;
    if (above === null || below === null) return;
    above.style.height = `${this.#heights.topOf(first) + this.#deviationPx}px`;
    below.style.height = `${this.#heights.totalPx - this.#heights.topOf(last)}px`;
  }
}

function shiftAnchor(anchor: Anchor | null, byPx: number): Anchor | null {
  return anchor && { ...anchor, bottomPx: anchor.bottomPx - byPx };
}
