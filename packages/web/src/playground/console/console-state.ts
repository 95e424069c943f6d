import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { createDrawThrottle } from '../draw-throttle.ts';
import type { Guide } from '../guides.ts';
import { idsIn } from '../samples/ids-in.ts';
import { DEFAULT_IDS, type Sample, type SampleIds, textOf } from '../samples/sample.ts';
import type { SnippetContext } from '../snippets/snippet.ts';
import type { Draft, Target } from './connection.ts';
import type { Frame } from './frame.ts';
import { CHARACTERS_MAX, createFrameLog, FRAMES_MAX, type FrameLog } from './frame-log.ts';
import { createSocketIoConnection } from './socket-io-connection.ts';
import { urlOf } from './url-params.ts';
import { createWebSocketConnection } from './web-socket-connection.ts';

/** Everything of one protocol's console. It lives as long as the page, whichever tab is shown. */
export type ConsoleState = ReturnType<typeof createConsole>;

export interface ConsoleOptions {
  readonly guide: Guide;
  readonly context: () => SnippetContext;
  /** The token that the steps have created; `null`: none. */
  readonly token: ReadonlySignal<string | null>;
}

/** A console that is not connected. */
export function createConsole({ guide, context, token }: ConsoleOptions) {
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
  /** Parts of the URL that have fields. */
  const params = guide.params(context());
  const asDraft = (from: Sample): Draft => {
    const known = { token: token.value ?? DEFAULT_IDS.token, ...guide.ids?.(context()), ...seen };
    const text = textOf(from, { ...DEFAULT_IDS, ...known });
    return { event: from.event ?? null, text, wantsAck: false };
  };
  let filled: Draft = { event: null, text: '', wantsAck: false };
  /** What the editor holds. */
  const editing = signal(filled);
  /** The ready-made frame that the editor was filled with last. */
  const sample = signal<Sample | null>(guide.samples[0] ?? null);
  // An unchanged draft, at first the empty one, follows its frame, and the room and the token of the steps.
  effect(() => {
    const now = sample.value === null ? null : asDraft(sample.value);
    if (now === null || editing.peek() !== filled) return;
    filled = now;
    editing.value = now;
  });
  /** Why the last frame was not sent; empty: it was. */
  const error = signal('');
  /** What is shown while it is paused; `null`: it is live. */
  const pausedAt = signal<readonly Frame[] | null>(null);
  /** The number of the frame whose details are shown. */
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
    /** Types that are not shown. */
    hidden: signal<ReadonlySet<string>>(new Set()),
    selected,
    /** Puts a ready-made frame into the editor, with the ids received so far. */
    fill(next: Sample) {
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
    pause(isPaused: boolean) {
      pausedAt.value = isPaused ? log.frames() : null;
    },
  };
}
