import { tabStorage } from '../../lib/storage.ts';

/** A name that this tab keeps. */
export function keptName(key: string, fallback: string): string {
  const kept = tabStorage.get(key);
  if (kept !== null) return kept;
  keepName(key, fallback);
  return fallback;
}

export function keepName(key: string, name: string): void {
  tabStorage.set(key, name);
}

/** Four random digits. */
export function digits(): string {
  const [random = 0] = crypto.getRandomValues(new Uint16Array(1));
  return String(1000 + (random % 9000));
}
