import type { Operation } from '../../operation.ts';
import type { Call, InputOf, OperationName, Operations, ResultOf } from '../../operations/index.ts';

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
