import { signal } from '@preact/signals';
import { deviceStorage } from '../lib/storage.ts';

/** `system`: follows the device. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'koine.theme';

/** What was chosen on this device. Writing goes through `setTheme`. */
export const theme = signal<Theme>(stored());
apply(theme.value);

/** Chooses light or dark for all of the server's pages on this device. */
export function setTheme(next: Theme): void {
  theme.value = next;
  apply(next);
  deviceStorage.set(KEY, next);
}

function apply(next: Theme): void {
  if (next === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
}

function stored(): Theme {
  const value = deviceStorage.get(KEY);
  return value === 'light' || value === 'dark' ? value : 'system';
}
