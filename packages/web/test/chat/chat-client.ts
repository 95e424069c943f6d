import { effect, type ReadonlySignal } from '@preact/signals';
import { Chat } from '../../src/chat/chat.ts';
import type { ChatOptions, TokenStore } from '../../src/chat/types.ts';

/** A token store in memory, and what another page's change of it does. */
export class MemoryTokens implements TokenStore {
  token: string | null;
  #changed: (token: string | null) => void = () => {};

  constructor(token: string | null = null) {
    this.token = token;
  }

  read(): string | null {
    return this.token;
  }

  write(token: string | null): void {
    this.token = token;
  }

  watch(changed: (token: string | null) => void): () => void {
    this.#changed = changed;
    return () => {};
  }

  changeElsewhere(token: string | null): void {
    this.token = token;
    this.#changed(token);
  }
}

/** The chat model against a real server, without a page. */
export function openChat(
  origin: string,
  room: string | null,
  options: Partial<Pick<ChatOptions, 'isGuest' | 'tokens'>> = {},
): Chat {
  return new Chat({ origin, room, isGuest: false, tokens: new MemoryTokens(), ...options });
}

/** The signal's first value, now or later, of which `isIt` says so. */
export function until<T>(signal: ReadonlySignal<T>, isIt: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    let stop: (() => void) | null = null;
    let isDone = false;
    stop = effect(() => {
      const { value } = signal;
      if (isDone || !isIt(value)) return;
      isDone = true;
      resolve(value);
      stop?.();
    });
    if (isDone) stop();
  });
}

/** In its room, with all that was missed. */
export async function live(chat: Chat): Promise<Chat> {
  await until(chat.connection, ({ state }) => state === 'live');
  await until(chat.roomStatus, (status) => status !== 'joining');
  return chat;
}

/** The texts held, oldest first. */
export function texts(chat: Chat): string[] {
  const { start, end } = chat.timeline.range.peek();
  return Array.from({ length: end - start }, (_, i) => {
    const { text, isDeleted } = chat.timeline.at(start + i)?.body.peek() ?? {};
    return isDeleted ? '(deleted)' : (text ?? '(missing)');
  });
}

/** Resolves once so many are held; with their texts. */
export async function holding(chat: Chat, count: number): Promise<string[]> {
  await until(chat.timeline.range, ({ start, end }) => end - start >= count);
  return texts(chat);
}

/** The id of the message that says this. */
export function idOf(chat: Chat, text: string): number {
  const { start } = chat.timeline.range.peek();
  const id = chat.timeline.at(start + texts(chat).indexOf(text))?.id;
  if (id === undefined) throw new Error(`no message "${text}"`);
  return id;
}

/** How the message looks that has this id. */
export function bodyOf(chat: Chat, id: number) {
  const body = chat.timeline.at(chat.timeline.positionOf(id) ?? Number.NaN)?.body;
  if (body === undefined) throw new Error(`${id} is not held`);
  return body;
}
