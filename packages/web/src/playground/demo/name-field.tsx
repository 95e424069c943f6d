import { useId, useState } from 'preact/hooks';
import styles from './name-field.module.css';

export interface NameFieldProps {
  readonly label: string;
  readonly name: string;
  /** A new name, when the person is done with it. */
  readonly onRename: (name: string) => void;
}

/** A small field for the own name. */
export function NameField({ label, name, onRename }: NameFieldProps) {
  const id = useId();
  const [text, setText] = useState(name);
  return (
    <span class={styles.name}>
      <label for={id}>{label}</label>
      <input
        id={id}
        value={text}
        autocomplete="off"
        onInput={(event) => setText(event.currentTarget.value)}
        onChange={(event) => {
          const value = event.currentTarget.value.trim() || name;
          setText(value);
          if (value !== name) onRename(value);
        }}
      />
    </span>
  );
}
