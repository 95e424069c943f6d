import styles from './chips.module.css';

/** An HTTP method, in a colour that is always its own. */
export function MethodChip({ method }: { readonly method: string }) {
  return (
    <span class={styles.chip} data-kind={method.toLowerCase()}>
      {method === 'DELETE' ? 'DEL' : method}
    </span>
  );
}

/** The direction of a frame, as the client sees it. */
export function DirectionChip({ isFromClient }: { readonly isFromClient: boolean }) {
  return (
    <span class={styles.chip} data-kind={isFromClient ? 'send' : 'receive'}>
      {isFromClient ? 'send' : 'recv'}
    </span>
  );
}
