import { type Signal, signal } from '@preact/signals';

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
  /** Emoji to the ids of those who hold it. */
  readonly reactions?: Readonly<Record<string, readonly string[]>>;
}

/** A message, or what the chat says between messages. */
export type Item =
  | { readonly kind: 'message'; readonly key: string; readonly message: DemoMessage }
  | { readonly kind: 'note'; readonly key: string; readonly text: string };

/** How many items a demo shows; older ones leave the page, not the server, so that it stays quick. */
export const SHOWN_MAX = 300;

/** How many are held in background tabs, which draw nothing. */
const HELD_MAX = 4 * SHOWN_MAX;

/** A chat is drawn at most so often: often enough to follow. */
export const DRAWN_EVERY_MS = 100;

/** What one demo chat shows. A protocol's demo writes it, the view draws it. */
export interface ChatState {
  readonly status: Signal<Status>;
  /** Why the last thing was refused, in the server's words; empty: it was not. */
  readonly refusal: Signal<string>;
  /** A quiet message above the composer: who is typing, who is here. */
  readonly aside: Signal<string>;
  /** Rises after a change of the items, once a picture. */
  readonly version: Signal<number>;
  items(): readonly Item[];
  get(id: string): DemoMessage | undefined;
  /** At the end; one that is there already is changed in its place. */
  put(message: DemoMessage): void;
  /** In front, oldest first. */
  prepend(messages: readonly DemoMessage[]): void;
  change(id: string, patch: Partial<DemoMessage>): void;
  say(text: string): void;
  /** Lets go of the oldest beyond the most that are shown. */
  trim(): void;
  clear(): void;
}

/** An empty chat. @param beforePicture Runs a function before the next picture: `requestAnimationFrame`. */
export function createChatState(beforePicture: (run: () => void) => void): ChatState {
  const version = signal(0);
  let items: Item[] = [];
  let byId = new Map<string, DemoMessage>();
  let said = 0;
  let isTold = true;

  function tell() {
    if (!isTold) return;
    isTold = false;
    beforePicture(() => {
      isTold = true;
      version.value++;
    });
  }

  function trim() {
    if (items.length <= SHOWN_MAX) return;
    for (const { key } of items.slice(0, items.length - SHOWN_MAX)) byId.delete(key);
    items = items.slice(-SHOWN_MAX);
  }

  function append(item: Item) {
    items.push(item);
    if (items.length > HELD_MAX) trim();
    tell();
  }

  function replace(message: DemoMessage) {
    byId.set(message.id, message);
    const at = items.findLastIndex((item) => item.key === message.id);
    if (at >= 0) items[at] = itemOf(message);
    tell();
  }

  return {
    status: signal<Status>({ kind: 'connecting', text: 'Connecting' }),
    refusal: signal(''),
    aside: signal(''),
    version,
    items: () => items,
    get: (id) => byId.get(id),
    put(message) {
      if (byId.has(message.id)) return replace(message);
      byId.set(message.id, message);
      append(itemOf(message));
    },
    prepend(messages) {
      const unknown = messages.filter(({ id }) => !byId.has(id));
      for (const message of unknown) byId.set(message.id, message);
      items = [...unknown.map(itemOf), ...items];
      tell();
    },
    change(id, patch) {
      const message = byId.get(id);
      if (message !== undefined) replace({ ...message, ...patch });
    },
    say(text) {
      append({ kind: 'note', key: `said ${++said}`, text });
    },
    trim,
    clear() {
      items = [];
      byId = new Map();
      tell();
    },
  };
}

function itemOf(message: DemoMessage): Item {
  return { kind: 'message', key: message.id, message };
}
