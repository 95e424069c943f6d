import type { RightsSource } from '../rights.ts';

/** Everyone may do everything, for good: for stories about other things. */
export const openRights: RightsSource = {
  standing: () => ({ read: null, write: null }),
  inApp: () => null,
  ask: async () => null,
  changes: () => 0,
};
