import type { ButtonHTMLAttributes, ComponentChildren, Ref } from 'preact';
import styles from './button.module.css';
import { classNames } from './class-names.ts';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'class'> {
  readonly class?: string | undefined;
  /** `primary`: the one thing to do here; `danger`: cannot be undone; `plain`: without a frame. */
  readonly kind?: 'primary' | 'default' | 'danger' | 'plain';
  readonly size?: 'small' | 'medium';
  readonly children?: ComponentChildren;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with a text. It submits nothing unless `type="submit"`. */
export function Button({
  kind = 'default',
  size = 'medium',
  class: extra,
  children,
  ...rest
}: ButtonProps) {
  const name = classNames(styles.button, styles[kind], styles[size], extra);
  return (
    <button type="button" {...rest} class={name}>
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'kind'> {
  /** Its accessible name and title. */
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A button that shows an icon only. */
export function IconButton({
  label,
  size = 'medium',
  class: extra,
  children,
  ...rest
}: IconButtonProps) {
  const name = classNames(styles.icon, styles[`${size}Icon`], extra);
  return (
    <button type="button" aria-label={label} title={label} {...rest} class={name}>
      {children}
    </button>
  );
}
