import { useId, useState } from 'preact/hooks';
import { tabStorage } from '../../lib/storage.ts';
import type { NamedChat } from './chat-state.ts';
import styles from './demos.module.css';

export interface NameFieldProps {
  /** Where the tab stores the name. */
  readonly storageKey: string;
  readonly chat: NamedChat;
}

/** A small field for the own name. The chat gets a new name when the field is left, or by Enter. */
export function NameField({ storageKey, chat }: NameFieldProps) {
  const id = useId();
  const name = chat.name.value;
  const [text, setText] = useState(name);
  return (
    <span class={styles.name}>
      <label for={id}>Name</label>
      <input
        id={id}
        value={text}
        autocomplete="off"
        onInput={(event) => setText(event.currentTarget.value)}
        onChange={(event) => {
          const value = event.currentTarget.value.trim() || name;
          setText(value);
          if (value === name) return;
          tabStorage.set(storageKey, value);
          chat.rename(value);
        }}
      />
    </span>
  );
}

/** A name that the tab stores. */
export function storedName(key: string, fallback: string): string {
  const stored = tabStorage.get(key);
  if (stored === null) tabStorage.set(key, fallback);
  return stored ?? fallback;
}

/** Four random digits. */
export function randomDigits(): string {
  const [random = 0] = crypto.getRandomValues(new Uint16Array(1));
  return String(1000 + (random % 9000));
}
