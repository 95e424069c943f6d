import { signal } from '@preact/signals';
import { Badge } from '../design/badge.tsx';
import { Button, IconButton } from '../design/button.tsx';
import { KeyIcon, MenuIcon } from '../design/icons.ts';
import { Wordmark } from '../design/mark.tsx';
import { PageLinks } from '../design/page-links.tsx';
import { ThemeSwitch } from '../design/theme-switch.tsx';
import styles from './docs.module.css';

export const isEnteringCredentials = signal(false);
/** On narrow windows the navigation stands over the page. */
export const isNavigationOpen = signal(false);

/** The bar above everything. */
export function Bar({ version }: { readonly version: string | null }) {
  return (
    <header class={styles.bar}>
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
      <a class={styles.home} href="#/">
        <Wordmark />
        <span class={styles.homeWord}>Docs</span>
      </a>
      {version !== null && <Badge>{version}</Badge>}
      <PageLinks current="/docs" class={styles.pages} />
      <span class={styles.gap} />
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
      <ThemeSwitch />
    </header>
  );
}
