import { ask, type Operation, type Step } from '../operation.ts';
import type { Queries } from '../queries/index.ts';
import type { Statement } from '../statement.ts';

/** Use-cases that are one statement: arguments in, rows out. */
export function statementOperations(q: Queries) {
  return {
    app: alone(q.app),
    appByKey: alone(q.appByKey),
    readHealthProbe: alone(q.readHealthProbe),
    writeHealthProbe: alone(q.writeHealthProbe),
    beginEpoch: alone(q.beginEpoch),
    deleteEndedSanctions: alone(q.deleteEndedSanctions),
    deleteSanction: alone(q.deleteSanction),
    deleteToken: alone(q.deleteToken),
    epoch: alone(q.epoch),
    generationOf: alone(q.generationOf),
    insertApp: alone(q.insertApp),
    nextSanctionEnd: alone(q.nextSanctionEnd),
    notification: alone(q.notification),
    removedRoomId: alone(q.removedRoomId),
    renameApp: alone(q.renameApp),
    replaceTokenSecret: alone(q.replaceTokenSecret),
    roomById: alone(q.roomById),
    roomByPair: alone(q.roomByPair),
    roomByUid: alone(q.roomByUid),
    sanctionsInForce: alone(q.sanctionsInForce),
    userById: alone(q.userById),
    userByToken: alone(q.userByToken),
    userByUsername: alone(q.userByUsername),

    /** Late statements, in one snapshot or one transaction: the rows of each. The caller that compiled them knows their types. */
    *runStatements(steps: readonly Step[]): Operation<readonly (readonly never[])[]> {
      const results: (readonly never[])[] = [];
      for (const step of steps) results.push(yield step);
      return results;
    },
  };
}

function alone<Args extends object, Row>(statement: Statement<Args, Row>) {
  return (args: Args) => ask(statement, args);
}
