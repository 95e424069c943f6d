import { effect, type Signal, signal } from '@preact/signals';
import { createContext, type RefObject } from 'preact';
import { useContext } from 'preact/hooks';
import type { Chat } from '../chat/chat.ts';
import type { Entry, Person } from '../chat/types.ts';

/** The dialog in front of the chat. */
export type OpenDialog =
  | { readonly kind: 'signIn' }
  | { readonly kind: 'rename' }
  | {
      readonly kind: 'ban';
      readonly person: Person;
      readonly message: number | null;
      readonly isCleanUp: boolean;
    }
  | { readonly kind: 'bans' }
  | { readonly kind: 'room' }
  | { readonly kind: 'slow' }
  | { readonly kind: 'purge' }
  | { readonly kind: 'remove'; readonly id: number }
  | { readonly kind: 'reactors'; readonly entry: Entry };

/** The message that is being edited, and its text so far: it outlives the row, which leaves the document on scrolling. */
export interface Editing {
  readonly id: number;
  readonly text: string;
  /** Why the server did not take it; `null`: it was not asked or did. */
  readonly error: string | null;
  /** Its field has had the focus. */
  readonly isBegun: boolean;
}

/** The chat, and what this page adds to it. */
export interface Embed {
  readonly chat: Chat;
  readonly dialog: Signal<OpenDialog | null>;
  open(dialog: OpenDialog): void;
  readonly editing: Signal<Editing | null>;
  /** Begins to edit a message. */
  edit(entry: Entry): void;
  /** Why something could not be done with a message; shown at the message. */
  readonly messageError: Signal<{ readonly id: number; readonly text: string } | null>;
  readonly arePeopleShown: Signal<boolean>;
  /** The text in the composer; each room has its own. */
  readonly draft: Signal<string>;
  /** Rises with each message sent from here. */
  readonly sent: Signal<number>;
  /** The composer's field, while there is one. */
  readonly composer: RefObject<HTMLTextAreaElement | null>;
  /** The message whose buttons the Tab key gets to, by id; `null`: the newest one. */
  readonly current: Signal<number | null>;
}

/** Of rooms left behind; more are not kept. */
const DRAFTS_MAX = 50;

export function createEmbed(chat: Chat): Embed {
  const draft = signal('');
  const drafts = new Map<string, string>();
  let shownRoom: string | null = null;
  effect(() => {
    const uid = chat.room.value?.uid;
    if (uid === undefined || uid === shownRoom) return;
    if (shownRoom !== null) {
      const left = draft.peek();
      drafts.delete(shownRoom);
      if (left !== '') drafts.set(shownRoom, left);
      const [oldest] = drafts.keys();
      if (drafts.size > DRAFTS_MAX && oldest !== undefined) drafts.delete(oldest);
      draft.value = drafts.get(uid) ?? '';
    }
    shownRoom = uid;
  });
  const dialog = signal<OpenDialog | null>(null);
  const editing = signal<Editing | null>(null);
  return {
    chat,
    dialog,
    open(next) {
      dialog.value = next;
    },
    editing,
    edit({ id, body }) {
      editing.value = { id, text: body.peek().text, error: null, isBegun: false };
    },
    messageError: signal(null),
    arePeopleShown: signal(false),
    draft,
    sent: signal(0),
    composer: { current: null },
    current: signal(null),
  };
}

const Context = createContext<Embed | null>(null);
export const EmbedProvider = Context.Provider;

/** @throws {Error} outside of an `EmbedProvider`. */
export function useEmbed(): Embed {
  const embed = useContext(Context);
  if (embed === null) throw new Error('useEmbed needs an EmbedProvider above');
  return embed;
}
