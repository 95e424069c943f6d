import styles from './avatar.module.css';

export interface AvatarProps {
  readonly name: string;
  /** What the colour is computed from, the same wherever a user appears: their uid, or the address of their picture. */
  readonly seed: string;
  /** Pixels. */
  readonly size?: 24 | 32;
}

/** A user's initial on a colour of their own. Hidden from screen readers: the name is beside it. It loads nothing. */
export function Avatar({ name, seed, size = 32 }: AvatarProps) {
  return (
    <span
      class={styles.avatar}
      data-size={size}
      style={{ '--hue': hueOf(seed) }}
      aria-hidden="true"
    >
      {initialOf(name)}
    </span>
  );
}

function initialOf(name: string): string {
  const initial = /[\p{L}\p{N}]/u.exec(name)?.[0] ?? '?';
  return initial.toUpperCase();
}

/** 0 to 359, by FNV-1a. */
function hueOf(seed: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++)
    value = Math.imul(value ^ seed.charCodeAt(i), 0x01000193) >>> 0;
  return value % 360;
}
