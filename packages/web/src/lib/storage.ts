/** What a page stores in the browser, by name. */
export interface KeyValueStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** For this device, and for this tab only. */
export const deviceStorage: KeyValueStorage = safeStorage('localStorage');
export const tabStorage: KeyValueStorage = safeStorage('sessionStorage');

/**
 * The browser's storage, or memory where it is blocked: in frames of other sites, and where people forbid it, even reading the
 * property throws. No page uses either directly (a test goes over the sources).
 */
function safeStorage(name: 'localStorage' | 'sessionStorage'): KeyValueStorage {
  /** Values that the browser did not store. */
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
        // Blocked: it holds nothing of this page.
      }
    },
  };
}
