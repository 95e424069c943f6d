import { signal } from '@preact/signals';

/** `system`: as the device has it. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'koine.theme';

/** What was chosen on this device. Writing goes through `setTheme`. */
export const theme = signal<Theme>(stored());
apply(theme.value);

/** Chooses light or dark for all of the server's pages on this device. */
export function setTheme(next: Theme): void {
  theme.value = next;
  apply(next);
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage is closed to this page: then the choice lasts as long as the page.
  }
}

function apply(next: Theme): void {
  if (next === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
}

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}
