import type {
  ComponentChildren,
  InputHTMLAttributes,
  Ref,
  SelectHTMLAttributes,
  TextareaHTMLAttributes,
} from 'preact';
import { useId, useState } from 'preact/hooks';
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

/** A value and the way to change it: `<Field label="Name" {...name} />`. */
export function useField<Value extends string = string>(initial: NoInfer<Value>) {
  const [value, onValue] = useState<Value>(initial);
  return { value, onValue };
}

/** A line of text with its label, a hint, and its error. */
export function Field(
  props: Labelled &
    InputHTMLAttributes<HTMLInputElement> & { readonly ref?: Ref<HTMLInputElement> },
) {
  const { label, hint, error, isLabelHidden, onValue, ...rest } = props;
  return (
    <Frame {...{ label, hint, error, isLabelHidden, onValue }}>
      {(tied) => <input {...rest} {...tied} class={styles.input} />}
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
    <Frame {...{ label, hint, error, isLabelHidden, onValue }}>
      {(tied) => <textarea {...rest} {...tied} class={styles.input} />}
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
    <Frame {...{ label, hint, error, isLabelHidden }} onValue={choose}>
      {(tied) => (
        <select {...rest} {...tied} class={classNames(styles.input, styles.select)}>
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

/** A box to tick, and what it means beside it. */
export function Checkbox({
  isChecked,
  onChange,
  class: extra,
  children,
}: {
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly class?: string | undefined;
  readonly children: ComponentChildren;
}) {
  return (
    <label class={classNames(styles.check, extra)}>
      <input
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}

type FrameProps = Partial<{ [Name in keyof Labelled]: Labelled[Name] | undefined }> & {
  /** Gets what ties the control to its label, hint and error. */
  readonly children: (tied: object) => ComponentChildren;
};

function Frame({ label, hint, error, isLabelHidden, onValue, children }: FrameProps) {
  const id = useId();
  const isWrong = Boolean(error);
  const about = isWrong ? error : hint;
  type Changed = { readonly currentTarget: { readonly value: string } };
  return (
    <div class={styles.field}>
      <label for={id} class={isLabelHidden ? 'visually-hidden' : styles.label}>
        {label}
      </label>
      {children({
        id,
        ...(isWrong && { 'aria-invalid': true }),
        ...(about !== undefined && { 'aria-describedby': `${id}-about` }),
        ...(onValue && { onInput: ({ currentTarget }: Changed) => onValue(currentTarget.value) }),
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
