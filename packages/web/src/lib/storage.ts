/** What a page keeps in the browser, by name. */
export interface Kept {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** For this device, and for this tab only. */
export const deviceStorage: Kept = keptIn('localStorage');
export const tabStorage: Kept = keptIn('sessionStorage');

/**
 * The browser's storage, or memory where it keeps nothing: in frames of other sites, and where people forbid it, reading the mere
 * property throws. No page touches either by itself (a test goes over the sources).
 */
function keptIn(name: 'localStorage' | 'sessionStorage'): Kept {
  /** What could not be kept elsewhere. */
  const own = new Map<string, string>();
  return {
    get(key) {
      try {
        return own.get(key) ?? globalThis[name].getItem(key);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        globalThis[name].setItem(key, value);
        own.delete(key);
      } catch {
        own.set(key, value);
      }
    },
    remove(key) {
      own.delete(key);
      try {
        globalThis[name].removeItem(key);
      } catch {
        // It holds nothing of this page.
      }
    },
  };
}
