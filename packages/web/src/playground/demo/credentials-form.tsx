import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import styles from './credentials-form.module.css';

export interface CredentialsFormProps {
  /** Why it is asked. */
  readonly why: string;
  /** What is asked, in order. */
  readonly fields: readonly {
    readonly name: string;
    readonly label: string;
    readonly hint: string;
  }[];
  /** What the fields hold at first. */
  readonly values: ReadonlyMap<string, string>;
  readonly onDone: (values: ReadonlyMap<string, string>) => void;
}

/** Asks for what a page must not know by itself. It is kept in this page only, until it is left. */
export function CredentialsForm({ why, fields, values: first, onDone }: CredentialsFormProps) {
  const [values, setValues] = useState(first);
  const isComplete = fields.every(({ name }) => (values.get(name) ?? '').trim() !== '');
  return (
    <form
      class={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) onDone(new Map([...values].map(([name, value]) => [name, value.trim()])));
      }}
    >
      <p>{why}</p>
      {fields.map(({ name, label, hint }) => (
        <Field
          key={name}
          label={label}
          hint={hint}
          value={values.get(name) ?? ''}
          autocomplete="off"
          spellcheck={false}
          onValue={(value) => setValues(new Map([...values, [name, value]]))}
        />
      ))}
      <Button kind="primary" type="submit" disabled={!isComplete}>
        Connect
      </Button>
    </form>
  );
}
