import type { RightsSource } from '../rights.ts';

/** Everyone may always do everything: for stories about other things. */
export const openRights: RightsSource = {
  standing: () => ({ read: null, write: null }),
  inApp: () => null,
  ask: async () => null,
  changes: () => 0,
};
