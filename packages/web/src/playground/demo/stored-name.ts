import { tabStorage } from '../../lib/storage.ts';

/** A name that this tab keeps. */
export function storedName(key: string, fallback: string): string {
  const kept = tabStorage.get(key);
  if (kept !== null) return kept;
  storeName(key, fallback);
  return fallback;
}

export function storeName(key: string, name: string): void {
  tabStorage.set(key, name);
}

/** Four random digits. */
export function randomDigits(): string {
  const [random = 0] = crypto.getRandomValues(new Uint16Array(1));
  return String(1000 + (random % 9000));
}
