import type { UserKey } from '@koine/contract';
import type { SendPolicy } from '../../core/policies.ts';
import type { Log } from '../../core/ports/world.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import type { Session } from '../../hub/session.ts';
import type { Accounts } from './accounts.ts';
import type { CommunityBudgets, CommunityLimits } from './limits.ts';
import type { View } from './view.ts';

/** What the sockets and the REST calls of this protocol share. */
export interface CommunityContext {
  readonly core: ProtocolCore;
  readonly limits: CommunityLimits;
  readonly budgets: CommunityBudgets;
  readonly policy: SendPolicy;
  readonly log: Log;
  /** Where this server is reached, e.g. `http://127.0.0.1:8080`. */
  readonly origin: () => string;
  readonly accounts: Accounts;
  readonly view: View;
  /** Local sessions of this protocol that act as the user. */
  sessionsOf(user: UserKey): readonly Session[];
}
