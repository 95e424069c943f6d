import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { IconButton } from './button.tsx';
import styles from './dialog.module.css';
import { CloseIcon } from './icons.ts';

export interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** By its button, by Escape, or by a click beside it. Render it no more then. */
  readonly onClose: () => void;
}

/** A question in front of the page, which waits meanwhile. It is open as long as it is rendered. */
export function Dialog({ title, children, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // By the time of this, the dialog may have left the page, and then the browser leads nobody back.
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same, by the browser.
    <dialog
      ref={ref}
      class={styles.dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div class={styles.inner}>
        <header class={styles.head}>
          <h2 id={id}>{title}</h2>
          <IconButton label="Close" size="small" onClick={onClose}>
            <CloseIcon />
          </IconButton>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** The buttons of a dialog, at its end. */
export function DialogActions({ children }: { readonly children: ComponentChildren }) {
  return <div class={styles.actions}>{children}</div>;
}
