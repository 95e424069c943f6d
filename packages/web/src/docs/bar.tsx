import { signal } from '@preact/signals';
import { Button, IconButton } from '../design/button.tsx';
import { KeyIcon, MenuIcon } from '../design/icons.ts';
import styles from './docs.module.css';

export const isEnteringCredentials = signal(false);
/** On narrow windows the navigation stands over the page. */
export const isNavigationOpen = signal(false);

/** Closes the navigation where it stands over the page, and leads the keyboard on: to the page, or back to the button. */
export function leaveNavigation(to: 'page' | 'button'): void {
  if (!isNavigationOpen.value) return;
  isNavigationOpen.value = false;
  const next = document.querySelector(to === 'page' ? 'main' : '[aria-controls="navigation"]');
  if (next instanceof HTMLElement) next.focus({ preventScroll: true });
}

/** What the bar has before the name: on narrow windows the way to the navigation. */
export function NavigationButton() {
  return (
    <span class={styles.menuButton}>
      <IconButton
        label="Navigation"
        aria-expanded={isNavigationOpen.value}
        aria-controls="navigation"
        onClick={() => {
          isNavigationOpen.value = !isNavigationOpen.value;
        }}
      >
        <MenuIcon />
      </IconButton>
    </span>
  );
}

/** What the bar has at its end. */
export function CredentialsButton() {
  return (
    <Button
      size="small"
      onClick={() => {
        isEnteringCredentials.value = true;
      }}
    >
      <KeyIcon size={14} />
      <span class={styles.wideOnly}>Credentials</span>
      <span class={styles.narrowOnly}>Keys</span>
    </Button>
  );
}
