import { type ReadonlySignal, signal } from '@preact/signals';
import { createDrawnVersion, createDrawThrottle } from '../draw-throttle.ts';

export interface Status {
  readonly kind: 'connecting' | 'live' | 'offline' | 'refused';
  readonly text: string;
}

/** A message as a demo shows it. */
export interface DemoMessage {
  readonly id: string;
  readonly senderId: string;
  readonly sender: string;
  readonly text: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly isOwn: boolean;
  readonly isBot?: boolean;
  readonly isEdited?: boolean;
  readonly isDeleted?: boolean;
  /** Emoji to the ids of the users who reacted with it. */
  readonly reactions?: Readonly<Record<string, readonly string[]>>;
}

/** A message, or a note of the chat between messages. */
export type Item =
  | { readonly kind: 'message'; readonly key: string; readonly message: DemoMessage }
  | { readonly kind: 'note'; readonly key: string; readonly text: string };

/** How many items a demo shows. Older ones stay on the server only. */
export const SHOWN_MAX = 300;

/** How many are kept in background tabs, which draw nothing. */
const HELD_MAX = 4 * SHOWN_MAX;

/** How often a chat is drawn at most: often enough to follow. */
const DRAWN_EVERY_MS = 100;

/** What one demo chat shows. A protocol's demo writes it, the view draws it. */
export type ChatState = ReturnType<typeof createChatState>;

/** What every demo chat can do. */
export interface DemoChat extends Disposable {
  readonly state: ChatState;
  /** Whether it was sent; if not, the text stays in the composer. */
  send(text: string): boolean;
}

export interface NamedChat extends DemoChat {
  readonly name: ReadonlySignal<string>;
  /** Continues under another name. */
  rename(name: string): void;
}

/** An empty chat. @param schedule Runs a function before the next drawing. */
export function createChatState(schedule = createDrawThrottle(DRAWN_EVERY_MS)) {
  const { version, changed } = createDrawnVersion(schedule);
  let items: Item[] = [];
  let byId = new Map<string, DemoMessage>();
  let noteCount = 0;

  /** Drops the oldest beyond `SHOWN_MAX`. */
  function trim() {
    if (items.length <= SHOWN_MAX) return;
    for (const { key } of items.slice(0, items.length - SHOWN_MAX)) byId.delete(key);
    items = items.slice(-SHOWN_MAX);
  }

  function append(item: Item) {
    items.push(item);
    if (items.length > HELD_MAX) trim();
    changed();
  }

  function replace(message: DemoMessage) {
    byId.set(message.id, message);
    const at = items.findLastIndex((item) => item.key === message.id);
    if (at >= 0) items[at] = itemOf(message);
    changed();
  }

  return {
    status: signal<Status>({ kind: 'connecting', text: 'Connecting' }),
    /** The server's last error; empty: none. */
    error: signal(''),
    /** A quiet line above the composer, e.g. who is typing. */
    hint: signal(''),
    version,
    items: (): readonly Item[] => items,
    get: (id: string) => byId.get(id),
    /** At the end; a known one is changed in its place. */
    put(message: DemoMessage) {
      if (byId.has(message.id)) return replace(message);
      byId.set(message.id, message);
      append(itemOf(message));
    },
    /** In front, oldest first. */
    prepend(messages: readonly DemoMessage[]) {
      const unknown = messages.filter(({ id }) => !byId.has(id));
      for (const message of unknown) byId.set(message.id, message);
      items = [...unknown.map(itemOf), ...items];
      changed();
    },
    change(id: string, patch: Partial<DemoMessage>) {
      const message = byId.get(id);
      if (message !== undefined) replace({ ...message, ...patch });
    },
    addNote(text: string) {
      append({ kind: 'note', key: `note ${++noteCount}`, text });
    },
    trim,
    clear() {
      items = [];
      byId = new Map();
      changed();
    },
  };
}

function itemOf(message: DemoMessage): Item {
  return { kind: 'message', key: message.id, message };
}
