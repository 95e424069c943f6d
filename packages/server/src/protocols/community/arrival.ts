import type { ResumeFrom } from '../../hub/history/since.ts';
import type { Visit } from './accounts.ts';

/** How a socket came. */
export interface Arrival {
  readonly visit: Visit;
  /** Where the client stands, by room uid or id; `null`: it does not ask for change numbers. */
  readonly since: ReadonlyMap<string, ResumeFrom> | null;
}

/** A copy to take from. Most clients have none, and an empty map is as large as all else that an idle one keeps. */
export function resumable({ since }: Arrival): Map<string, ResumeFrom> | null {
  return since === null || since.size === 0 ? null : new Map(since);
}
