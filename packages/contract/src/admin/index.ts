/** What the operator's commands take and return, by the server's own schemas. Apart from the rest, since only the server needs TypeBox. */
import type { Static } from 'typebox';
import type { APP_SHAPES } from './apps.ts';
import type { RETENTION_SHAPES } from './retention.ts';
import type { ROOM_SHAPES } from './rooms.ts';
import type { SANCTION_SHAPES } from './sanctions.ts';
import type { SERVER_SHAPES } from './server.ts';
import type { USER_SHAPES } from './users.ts';

export * from './apps.ts';
export * from './retention.ts';
export * from './rooms.ts';
export * from './sanctions.ts';
export * from './server.ts';
export * from './shapes.ts';
export * from './users.ts';

type Shapes = typeof APP_SHAPES &
  typeof RETENTION_SHAPES &
  typeof ROOM_SHAPES &
  typeof SANCTION_SHAPES &
  typeof SERVER_SHAPES &
  typeof USER_SHAPES;

/** By a command's name. */
export type AdminCommands = {
  [Key in keyof Shapes as Shapes[Key]['name']]: {
    readonly input: Static<Shapes[Key]['input']>;
    readonly output: Static<Shapes[Key]['output']>;
  };
};
