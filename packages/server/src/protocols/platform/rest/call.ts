import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { TSchema } from 'typebox';
import type { CallError, Credential } from '../../../api-spec/rest.ts';
import type { OperatorKey } from '../../../core/operator-key.ts';
import type { Log } from '../../../core/ports/world.ts';
import type { ProtocolCore } from '../../../core/protocol-core.ts';
import type { PlatformBudgets, PlatformLimits } from '../limits.ts';
import type { PlatformTag } from './api-spec.ts';

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
  /** The operator's key: creates apps. */
  readonly operatorKey: OperatorKey;
  readonly log: Log;
}

/** Who may call: the app itself; also a user with a token; only the operator. */
type Access = 'key' | 'token' | 'operator';

const KEY: readonly Credential[] = ['apiKey', 'apiKeyAsBearer'];
const CREDENTIALS: Readonly<Record<Access, readonly Credential[]>> = {
  key: KEY,
  token: [...KEY, 'userToken'],
  operator: ['adminKey'],
};

interface CallShapes {
  readonly params?: TSchema;
  readonly querystring?: TSchema;
  readonly body?: TSchema;
  readonly response: Readonly<Record<number, TSchema>>;
}

/** Options of a route of this tag, described for the API spec. `errors`: beside those that any call may meet. */
export function callsOf(tag: PlatformTag) {
  return <const Shapes extends CallShapes>(
    id: string,
    summary: string,
    access: Access,
    errors: readonly CallError[],
    shapes: Shapes,
  ) => ({
    schema: {
      tag,
      operationId: `platform${id.charAt(0).toUpperCase()}${id.slice(1)}`,
      summary,
      credentials: CREDENTIALS[access],
      errors,
      ...shapes,
    },
  });
}
