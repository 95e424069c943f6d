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
  /** What is wrong with the value; `null`: nothing. */
  readonly error?: string | null | undefined;
  /** For screen readers only. */
  readonly isLabelHidden?: boolean;
  /** Called with the value after each change. */
  readonly onValue?: (value: string) => void;
}

/** A line of text with its label, a hint, and its error. */
export function Field(
  props: Labelled &
    InputHTMLAttributes<HTMLInputElement> & { readonly ref?: Ref<HTMLInputElement> },
) {
  const { label, hint, error, isLabelHidden, onValue, ...rest } = props;
  return (
    <Frame {...{ label, hint, error, isLabelHidden }}>
      {(described) => (
        <input {...rest} {...described} {...listening(onValue)} class={styles.input} />
      )}
    </Frame>
  );
}

/** The same with several lines. */
export function TextField(
  props: Labelled &
    TextareaHTMLAttributes<HTMLTextAreaElement> & { readonly ref?: Ref<HTMLTextAreaElement> },
) {
  const { label, hint, error, isLabelHidden, onValue, ...rest } = props;
  return (
    <Frame {...{ label, hint, error, isLabelHidden }}>
      {(described) => (
        <textarea {...rest} {...described} {...listening(onValue)} class={styles.input} />
      )}
    </Frame>
  );
}

/** A choice among few. */
export function SelectField<Value extends string>(
  props: Omit<Labelled, 'onValue'> &
    SelectHTMLAttributes<HTMLSelectElement> & {
      readonly options: readonly { readonly value: Value; readonly label: string }[];
      readonly onValue: (value: Value) => void;
    },
) {
  const { label, hint, error, isLabelHidden, onValue, options, ...rest } = props;
  const choose = (value: string) => {
    const chosen = options.find((option) => option.value === value);
    if (chosen !== undefined) onValue(chosen.value);
  };
  return (
    <Frame {...{ label, hint, error, isLabelHidden }}>
      {(described) => (
        <select
          {...rest}
          {...described}
          {...listening(choose)}
          class={classNames(styles.input, styles.select)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Frame>
  );
}

function listening(onValue: Labelled['onValue']) {
  type Changed = { readonly currentTarget: { readonly value: string } };
  return onValue && { onInput: ({ currentTarget }: Changed) => onValue(currentTarget.value) };
}

function Frame({
  label,
  hint,
  error,
  isLabelHidden,
  children,
}: {
  readonly label: string;
  readonly hint: ComponentChildren;
  readonly error: string | null | undefined;
  readonly isLabelHidden: boolean | undefined;
  /** Gets what ties the control to its label, hint and error. */
  readonly children: (described: object) => ComponentChildren;
}) {
  const id = useId();
  const isWrong = Boolean(error);
  const about = isWrong ? error : hint;
  return (
    <div class={styles.field}>
      <label for={id} class={isLabelHidden ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      {children({
        id,
        ...(isWrong && { 'aria-invalid': true }),
        ...(about !== undefined && { 'aria-describedby': `${id}-about` }),
      })}
      {about !== undefined && (
        <p
          id={`${id}-about`}
          class={isWrong ? styles.error : styles.hint}
          role={isWrong ? 'alert' : undefined}
        >
          {about}
        </p>
      )}
    </div>
  );
}
