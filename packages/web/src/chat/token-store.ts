import { deviceStorage } from '../lib/storage.ts';
import type { TokenStore } from './types.ts';

/** Where pages of this server, and hosts on the same origin, store the token. */
const KEY = 'chat_token';

/** In `localStorage`, as the community protocol's document has it; where that is blocked (third-party frames), in memory. */
export function localTokens(): TokenStore {
  return {
    read: () => deviceStorage.get(KEY) || null,
    write(token) {
      if (token === null) deviceStorage.remove(KEY);
      else deviceStorage.set(KEY, token);
    },
    watch(changed) {
      // Fires for other tabs' changes only; `KEY` is used in no other storage.
      const changedStorage = ({ key, newValue }: StorageEvent) => {
        if (key === KEY || key === null)
          changed(key === null ? deviceStorage.get(KEY) || null : newValue || null);
      };
      addEventListener('storage', changedStorage);
      return () => removeEventListener('storage', changedStorage);
    },
  };
}
