import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createDrawThrottle } from '../draw-throttle.ts';
import type { Guide } from '../guides.ts';
import { idsIn } from '../samples/ids-in.ts';
import { DEFAULT_IDS, type Sample, type SampleIds, textOf } from '../samples/sample.ts';
import type { SnippetContext } from '../snippets/snippet.ts';
import type { Connection, Draft, Target } from './connection.ts';
import type { Frame } from './frame.ts';
import { CHARACTERS_MAX, createFrameLog, FRAMES_MAX, type FrameLog } from './frame-log.ts';
import { createSocketIoConnection } from './socket-io-connection.ts';
import { type UrlParam, urlOf } from './url-params.ts';
import { createWebSocketConnection } from './web-socket-connection.ts';

/** Everything of one protocol's console. It lives as long as the page, whichever tab is shown. */
export interface ConsoleState {
  readonly guide: Guide;
  /** Parts of the URL that have fields. */
  readonly params: readonly UrlParam[];
  readonly log: FrameLog;
  readonly connection: Connection;
  readonly target: Signal<Target>;
  /** The ready-made frame that the editor was filled with last. */
  readonly sample: Signal<Sample | null>;
  /** What the editor holds. */
  readonly editing: Signal<Draft>;
  /** Why the last one was not sent; empty: it was. */
  readonly error: Signal<string>;
  /** What is shown while it is paused; `null`: it is live. */
  readonly pausedAt: Signal<readonly Frame[] | null>;
  /** Types that are not shown. */
  readonly hidden: Signal<ReadonlySet<string>>;
  /** The number of the frame whose details are shown. */
  readonly selected: Signal<number | null>;
  /** Puts a ready-made frame into the editor, with the ids received so far. */
  fill(sample: Sample): void;
  send(): void;
  clear(): void;
  pause(isPaused: boolean): void;
}

export interface ConsoleOptions {
  readonly guide: Guide;
  readonly context: () => SnippetContext;
  /** The token that the steps have created; `null`: none. */
  readonly token: ReadonlySignal<string | null>;
}

/** A console that is not connected. */
export function createConsole({ guide, context, token }: ConsoleOptions): ConsoleState {
  let seen: Partial<SampleIds> = {};
  const log = createFrameLog({
    framesMax: FRAMES_MAX,
    charactersMax: CHARACTERS_MAX,
    schedule: createDrawThrottle(0),
  });
  const recording: FrameLog = {
    ...log,
    add(frame) {
      log.add(frame);
      if (frame.direction === 'in') seen = { ...seen, ...idsIn(frame.text, guide.isSocketIo) };
    },
  };
  const createConnection = guide.isSocketIo ? createSocketIoConnection : createWebSocketConnection;
  const connection = createConnection(recording);
  const { http, ws } = context();
  const params = guide.params(context());
  const asDraft = (from: Sample): Draft => {
    const known = { token: token.value ?? DEFAULT_IDS.token, ...guide.ids?.(context()), ...seen };
    const text = textOf(from, { ...DEFAULT_IDS, ...known });
    return { event: from.event ?? null, text, wantsAck: false };
  };
  const [first] = guide.samples;
  let filled: Draft =
    first === undefined ? { event: null, text: '', wantsAck: false } : asDraft(first);
  const editing = signal(filled);
  const sample = signal<Sample | null>(first ?? null);
  /** An unchanged draft follows the room and the token of the steps. */
  effect(() => {
    const now = sample.value === null ? null : asDraft(sample.value);
    if (now === null || editing.peek() !== filled) return;
    filled = now;
    editing.value = now;
  });
  const error = signal('');
  const pausedAt = signal<readonly Frame[] | null>(null);
  const selected = signal<number | null>(null);

  return {
    guide,
    params,
    log,
    connection,
    target: signal<Target>({
      url: urlOf(guide.isSocketIo ? http : ws, guide.path, params),
      auth: '',
      transport: 'websocket',
    }),
    sample,
    editing,
    error,
    pausedAt,
    hidden: signal<ReadonlySet<string>>(new Set()),
    selected,
    fill(next) {
      filled = asDraft(next);
      editing.value = filled;
      sample.value = next;
      error.value = '';
    },
    send() {
      error.value = connection.send(editing.value) ?? '';
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
