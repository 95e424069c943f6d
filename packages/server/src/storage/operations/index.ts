import type { Operation } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import { appOperations } from './apps.ts';
import { authorOperations } from './authors.ts';
import { historyOperations } from './history.ts';
import { integrityOperations } from './integrity.ts';
import { memberOperations } from './members.ts';
import { mentionOperations } from './mentions.ts';
import { messageOperations } from './messages.ts';
import { nameKeyOperations } from './name-keys.ts';
import { notificationOperations } from './notifications.ts';
import { removalOperations } from './removal.ts';
import { restoreOperations } from './restore.ts';
import { retentionOperations } from './retention.ts';
import { roomOperations } from './rooms.ts';
import { sanctionOperations } from './sanctions.ts';
import { statementOperations } from './statements.ts';
import { userOperations } from './users.ts';

/** Every use-case of storage but the append of messages, which each engine does in its own way. */
export function createOperations(q: Queries) {
  return {
    ...appOperations(q),
    ...authorOperations(q),
    ...historyOperations(q),
    ...integrityOperations(q),
    ...memberOperations(q),
    ...mentionOperations(q),
    ...messageOperations(q),
    ...nameKeyOperations(q),
    ...notificationOperations(q),
    ...removalOperations(q),
    ...restoreOperations(q),
    ...retentionOperations(q),
    ...roomOperations(q),
    ...sanctionOperations(q),
    ...statementOperations(q),
    ...userOperations(q),
  };
}

export type Operations = ReturnType<typeof createOperations>;
export type OperationName = keyof Operations;
export type InputOf<Name extends OperationName> = Parameters<Operations[Name]>[0];
export type ResultOf<Name extends OperationName> =
  ReturnType<Operations[Name]> extends Operation<infer Result> ? Result : never;

/** An operation to be run, as it travels to the thread that runs it; `input` is that of `name`. */
export interface Call {
  readonly name: OperationName;
  readonly input: InputOf<OperationName>;
}

type Handlers = {
  readonly [Name in OperationName]: (input: InputOf<Name>) => Operation<ResultOf<Name>>;
};

/** The operation that a call names, not yet run. */
export function startOperation(operations: Operations, call: Call): Operation<unknown> {
  return start(operations, call.name, call.input);
}

function start<Name extends OperationName>(
  handlers: Pick<Handlers, Name>,
  name: Name,
  input: InputOf<Name>,
): Operation<unknown> {
  return handlers[name](input);
}
