import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import styles from './demos.module.css';

export interface WithCredentialsProps {
  readonly why: string;
  readonly fields: readonly {
    readonly name: string;
    readonly label: string;
    readonly hint: string;
  }[];
  /** What connects with the values. `change` asks for others. */
  readonly children: (value: (name: string) => string, change: () => void) => ComponentChildren;
}

/** Asks for credentials that a page cannot know. They stay in this page until it is left. */
export function WithCredentials({ why, fields, children }: WithCredentialsProps) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [isAsking, setAsking] = useState(true);
  const value = (name: string) => (values[name] ?? '').trim();
  if (!isAsking) return <>{children(value, () => setAsking(true))}</>;
  const isComplete = fields.every(({ name }) => value(name) !== '');
  return (
    <form
      class={styles.credentials}
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) setAsking(false);
      }}
    >
      <p>{why}</p>
      {fields.map(({ name, label, hint }) => (
        <Field
          key={name}
          label={label}
          hint={hint}
          value={values[name] ?? ''}
          autocomplete="off"
          spellcheck={false}
          onValue={(text) => setValues({ ...values, [name]: text })}
        />
      ))}
      <Button kind="primary" type="submit" disabled={!isComplete}>
        Connect
      </Button>
    </form>
  );
}

/** Asks for other credentials. */
export function ChangeButton({ onChange }: { readonly onChange: () => void }) {
  return (
    <Button size="small" onClick={onChange}>
      Other token
    </Button>
  );
}
