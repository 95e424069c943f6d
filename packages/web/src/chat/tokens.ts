import { deviceStorage } from '../lib/storage.ts';
import type { TokenStore } from './types.ts';

/** Where pages of this server, and hosts on the same origin, keep the sign-in. */
const KEY = 'chat_token';

/** In `localStorage`, as the community protocol's pages have it; where that is forbidden (third-party frames), in memory. */
export function localTokens(): TokenStore {
  return {
    read: () => deviceStorage.get(KEY) || null,
    write(token) {
      if (token === null) deviceStorage.remove(KEY);
      else deviceStorage.set(KEY, token);
    },
    watch(changed) {
      // Of this tab's own storage nothing else tells, and `KEY` stands in no other.
      const told = ({ key, newValue }: StorageEvent) => {
        if (key === KEY || key === null)
          changed(key === null ? deviceStorage.get(KEY) || null : newValue || null);
      };
      addEventListener('storage', told);
      return () => removeEventListener('storage', told);
    },
  };
}
