import type { TokenStore } from './types.ts';

/** Where pages of this server, and hosts on the same origin, keep the sign-in. */
const KEY = 'chat_token';

/** In `localStorage`, as the community protocol's pages have it; where that is forbidden (third-party frames), in memory. */
export function localTokens(): TokenStore {
  let own: string | null = null;
  return {
    read() {
      try {
        return localStorage.getItem(KEY) || null;
      } catch {
        return own;
      }
    },
    write(token) {
      own = token;
      try {
        if (token === null) localStorage.removeItem(KEY);
        else localStorage.setItem(KEY, token);
      } catch {
        // Kept in memory.
      }
    },
    watch(changed) {
      const told = ({ key, newValue, storageArea }: StorageEvent) => {
        if (storageArea !== localStorage || (key !== KEY && key !== null)) return;
        changed(key === null ? null : newValue || null);
      };
      addEventListener('storage', told);
      return () => removeEventListener('storage', told);
    },
  };
}
