import { signal } from '@preact/signals';
import { IconButton } from './button.tsx';
import { CloseIcon } from './icons.ts';
import styles from './toast.module.css';

type ToastKind = 'success' | 'error';

interface Toast {
  readonly id: number;
  readonly kind: ToastKind;
  readonly text: string;
}

const toasts = signal<readonly Toast[]>([]);
const SHOWN_MS = 5_000;
const SHOWN_MAX = 3;
let lastId = 0;

/** Shows a notice. Errors stay until they are closed; the others disappear by themselves. */
export function toast(text: string, kind: ToastKind): void {
  const id = ++lastId;
  toasts.value = [...toasts.value, { id, kind, text }].slice(-SHOWN_MAX);
  if (kind !== 'error') setTimeout(() => close(id), SHOWN_MS);
}

/** Where toasts appear: once a page. */
export function Toasts() {
  const isError = ({ kind }: Toast) => kind === 'error';
  return (
    <div class={styles.toasts}>
      <div class={styles.list} role="status">
        <List toasts={toasts.value.filter((one) => !isError(one))} />
      </div>
      {/* Screen readers announce errors at once. */}
      <div class={styles.list} role="alert">
        <List toasts={toasts.value.filter(isError)} />
      </div>
    </div>
  );
}

function List({ toasts: shown }: { readonly toasts: readonly Toast[] }) {
  return (
    <>
      {shown.map(({ id, kind, text }) => (
        <div key={id} class={styles.toast} data-kind={kind}>
          <p>{text}</p>
          <IconButton label="Close" size="small" onClick={() => close(id)}>
            <CloseIcon size={14} />
          </IconButton>
        </div>
      ))}
    </>
  );
}

function close(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}
