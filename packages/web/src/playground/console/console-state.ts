import { effect, type Signal, signal } from '@preact/signals';
import { createDrawThrottle } from '../draw-throttle.ts';
import type { Guide } from '../protocols/guide.ts';
import { idsIn } from '../samples/ids-in.ts';
import { DEFAULT_IDS, type Sample, type SampleIds, textOf } from '../samples/sample.ts';
import type { SnippetContext } from '../snippets/snippet.ts';
import type { Connection, Draft, Target } from './connection.ts';
import type { Frame } from './frame.ts';
import { CHARACTERS_MAX, createFrameLog, FRAMES_MAX, type FrameLog } from './frame-log.ts';
import { createSocketIoConnection } from './socket-io-connection.ts';
import { type UrlParam, urlOf } from './url-params.ts';
import { createWebSocketConnection } from './web-socket-connection.ts';

/** Everything of one protocol's console; it lives as long as the page, whichever tab is shown. */
export interface ConsoleState {
  readonly guide: Guide;
  /** Parts of the URL that have fields. */
  readonly params: readonly UrlParam[];
  readonly log: FrameLog;
  readonly connection: Connection;
  readonly target: Signal<Target>;
  /** The ready-made frame that the editor was filled with last. */
  readonly taken: Signal<Sample | null>;
  /** What somebody is about to send. */
  readonly editing: Signal<Draft>;
  /** Why the last one was not sent; empty: it was. */
  readonly fault: Signal<string>;
  /** What is shown while it is paused; `null`: what comes. */
  readonly pausedAt: Signal<readonly Frame[] | null>;
  /** Types that are not shown. */
  readonly hidden: Signal<ReadonlySet<string>>;
  /** The number of the frame whose details are shown. */
  readonly selected: Signal<number | null>;
  /** Puts a ready-made frame into the editor, with what was seen so far. */
  take(sample: Sample): void;
  send(): void;
  clear(): void;
  pause(isPaused: boolean): void;
}

export interface ConsoleOptions {
  readonly guide: Guide;
  readonly place: () => SnippetContext;
  /** The token that the steps have made; `null`: none. */
  readonly token: () => string | null;
}

/** A console that is not connected. */
export function createConsole({ guide, place, token }: ConsoleOptions): ConsoleState {
  let seen: Partial<SampleIds> = {};
  const log = createFrameLog({
    framesMax: FRAMES_MAX,
    charactersMax: CHARACTERS_MAX,
    beforePicture: createDrawThrottle(0),
  });
  const watched: FrameLog = {
    ...log,
    add(frame) {
      log.add(frame);
      if (frame.direction === 'in') seen = { ...seen, ...idsIn(frame.text, guide.isSocketIo) };
    },
  };
  const createConnection = guide.isSocketIo ? createSocketIoConnection : createWebSocketConnection;
  const connection = createConnection(watched, Date.now);
  const here = place();
  const params = guide.params(here);
  const origin = guide.isSocketIo ? here.http : here.ws;
  const asDraft = (sample: Sample): Draft => {
    const own = token();
    const known = {
      ...DEFAULT_IDS,
      ...(own !== null && { token: own }),
      ...guide.ids(place()),
      ...seen,
    };
    return { event: sample.event ?? null, text: textOf(sample, known), wantsAck: false };
  };
  const [first] = guide.samples;
  let filled: Draft =
    first === undefined ? { event: null, text: '', wantsAck: false } : asDraft(first);
  const editing = signal(filled);
  const taken = signal<Sample | null>(first ?? null);
  /** An unchanged draft follows the room and the token of the steps. */
  effect(() => {
    const now = taken.value === null ? null : asDraft(taken.value);
    if (now === null || editing.peek() !== filled) return;
    filled = now;
    editing.value = now;
  });
  const fault = signal('');
  const pausedAt = signal<readonly Frame[] | null>(null);
  const selected = signal<number | null>(null);

  return {
    guide,
    params,
    log,
    connection,
    target: signal<Target>({
      url: urlOf(origin, guide.path, params),
      auth: guide.auth,
      transport: 'websocket',
    }),
    taken,
    editing,
    fault,
    pausedAt,
    hidden: signal<ReadonlySet<string>>(new Set()),
    selected,
    take(sample) {
      filled = asDraft(sample);
      editing.value = filled;
      taken.value = sample;
      fault.value = '';
    },
    send() {
      fault.value = connection.send(editing.value) ?? '';
    },
    clear() {
      log.clear();
      selected.value = null;
      if (pausedAt.value !== null) pausedAt.value = [];
    },
    pause(isPaused) {
      pausedAt.value = isPaused ? log.frames() : null;
    },
  };
}
