import type { Limits } from '@koine/contract';
import type { Access } from './access.ts';
import type { Audit } from './audit.ts';
import type { Budgets } from './budgets.ts';
import type { Bus, Clock, Ids, Secrets } from './ports/world.ts';

/** What the parts of the core have in common; each names what it uses. */
export interface CoreWorld {
  readonly access: Access;
  readonly audit: Pick<Audit, 'track'>;
  readonly budgets: Budgets;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly limits: Limits;
  readonly secrets: Secrets;
  /** Called with the errors of background tasks, which are tried again or lost. */
  readonly onError: (error: unknown) => void;
}
