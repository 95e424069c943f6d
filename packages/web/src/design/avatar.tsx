import { useState } from 'preact/hooks';
import styles from './avatar.module.css';

export interface AvatarProps {
  readonly name: string;
  /** Anything else than a picture of this server is not loaded: the page's policy forbids it, and the visitor is nobody's business. */
  readonly picture?: string | null;
  /** Pixels. */
  readonly size?: number;
}

/** Somebody's picture, or the first letter of their name. The name stands beside it, so it says nothing itself. */
export function Avatar({ name, picture = null, size = 32 }: AvatarProps) {
  const [failed, setFailed] = useState<string | null>(null);
  const src = ownPicture(picture);
  const isShown = src !== null && src !== failed;
  return (
    <span class={styles.avatar} data-size={size} aria-hidden="true">
      {isShown ? (
        <img
          src={src}
          alt=""
          width={size}
          height={size}
          loading="lazy"
          decoding="async"
          onError={() => setFailed(src)}
        />
      ) : (
        <span class={styles.letter}>{[...name.trim()][0]?.toUpperCase() ?? '?'}</span>
      )}
    </span>
  );
}

/** The path of a picture that this server draws, whatever host name its URL has; `null` for all others. */
function ownPicture(picture: string | null): string | null {
  if (picture === null || !URL.canParse(picture, location.href)) return null;
  const { pathname } = new URL(picture, location.href);
  return pathname.startsWith('/avatars/') ? pathname : null;
}
