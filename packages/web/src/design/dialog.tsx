import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { moveFocus } from '../lib/move-focus.ts';
import { IconButton } from './button.tsx';
import styles from './dialog.module.css';
import { CloseIcon } from './icons.ts';

export interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Render it no more then. */
  readonly onClose: () => void;
  /**
   * What closes it: a click beside it too; or, where something was typed that would be lost, its buttons and Escape; or only the
   * buttons in it, where it shows something that is shown once.
   */
  readonly closesBy?: 'anything' | 'keys' | 'buttons';
}

/** A modal dialog. It is open as long as it is rendered. */
export function Dialog({ title, children, onClose, closesBy = 'anything' }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  // Selecting text and releasing beside the dialog must not close it.
  const isPressedBeside = useRef(false);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // The dialog may have left the page by now, and then the browser does not restore the focus.
      if (before instanceof HTMLElement) moveFocus(before);
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class={styles.dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (closesBy !== 'buttons') onClose();
      }}
      onKeyDown={(event) => {
        // A second Escape in a row can only be refused by its key event.
        if (event.key === 'Escape' && closesBy === 'buttons') event.preventDefault();
      }}
      onPointerDown={(event) => {
        isPressedBeside.current = event.target === ref.current;
      }}
      onClick={(event) => {
        if (closesBy === 'anything' && isPressedBeside.current && event.target === ref.current)
          onClose();
      }}
    >
      <div class={styles.inner}>
        <header class={styles.head}>
          <h2 id={id}>{title}</h2>
          {closesBy !== 'buttons' && (
            <IconButton label="Close" size="small" onClick={onClose}>
              <CloseIcon />
            </IconButton>
          )}
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
