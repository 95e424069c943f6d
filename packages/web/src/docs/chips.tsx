import styles from './chips.module.css';

const SHORT: Readonly<Record<string, string>> = { DELETE: 'DEL', receive: 'recv' };

/** An HTTP method, or what a client does with a frame, in a colour that is always its own. */
export function Chip({ kind }: { readonly kind: string }) {
  return (
    <span class={styles.chip} data-kind={kind.toLowerCase()}>
      {SHORT[kind] ?? kind}
    </span>
  );
}
