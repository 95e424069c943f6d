import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { OperatorKey } from '../../../core/operator-key.ts';
import type { Log } from '../../../core/ports/world.ts';
import type { ProtocolCore } from '../../../core/protocol-core.ts';
import type { PlatformBudgets, PlatformLimits } from '../limits.ts';

/** The scope of this protocol's calls: handlers see what their schemas say. */
export type PlatformApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

export interface RestDeps {
  readonly core: ProtocolCore;
  readonly limits: PlatformLimits;
  readonly budgets: PlatformBudgets;
  /** The operator's key: makes apps. */
  readonly operatorKey: OperatorKey;
  readonly log: Log;
}
