import type {
  ComponentChildren,
  InputHTMLAttributes,
  Ref,
  SelectHTMLAttributes,
  TextareaHTMLAttributes,
} from 'preact';
import { useId } from 'preact/hooks';
import { classNames } from './class-names.ts';
import styles from './field.module.css';

interface Labelled {
  readonly label: string;
  /** Below the field, quietly. */
  readonly hint?: ComponentChildren;
  /** What is wrong with the value, in words; `null`: nothing. */
  readonly error?: string | null | undefined;
  /** Say the label without showing it. */
  readonly isLabelHidden?: boolean;
}

/** A line of text with its label, a hint, and what is wrong with it. */
export function Field({
  label,
  hint,
  error,
  isLabelHidden,
  ...rest
}: Labelled & InputHTMLAttributes<HTMLInputElement> & { readonly ref?: Ref<HTMLInputElement> }) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, error, isLabelHidden }}>
      <input {...rest} {...described(id, hint, error)} class={styles.input} />
    </Frame>
  );
}

/** The same with several lines. */
export function TextField({
  label,
  hint,
  error,
  isLabelHidden,
  ...rest
}: Labelled &
  TextareaHTMLAttributes<HTMLTextAreaElement> & { readonly ref?: Ref<HTMLTextAreaElement> }) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, error, isLabelHidden }}>
      <textarea {...rest} {...described(id, hint, error)} class={styles.input} />
    </Frame>
  );
}

/** A choice among few. */
export function SelectField({
  label,
  hint,
  error,
  isLabelHidden,
  options,
  ...rest
}: Labelled &
  SelectHTMLAttributes<HTMLSelectElement> & {
    readonly options: readonly { readonly value: string; readonly label: string }[];
  }) {
  const id = useId();
  return (
    <Frame {...{ id, label, hint, error, isLabelHidden }}>
      <select
        {...rest}
        {...described(id, hint, error)}
        class={classNames(styles.input, styles.select)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

function Frame({
  id,
  label,
  hint,
  error,
  isLabelHidden,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly hint: ComponentChildren;
  readonly error: string | null | undefined;
  readonly isLabelHidden: boolean | undefined;
  readonly children: ComponentChildren;
}) {
  return (
    <div class={styles.field}>
      <label for={id} class={isLabelHidden ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      {children}
      {error && (
        <p id={`${id}-error`} class={styles.error} role="alert">
          {error}
        </p>
      )}
      {!error && hint !== undefined && (
        <p id={`${id}-hint`} class={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}

function described(id: string, hint: ComponentChildren, error: string | null | undefined) {
  if (error) return { id, 'aria-invalid': true, 'aria-describedby': `${id}-error` };
  return hint === undefined ? { id } : { id, 'aria-describedby': `${id}-hint` };
}
