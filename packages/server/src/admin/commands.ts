import { APPS } from './commands/apps.ts';
import { ARCHIVE } from './commands/archive.ts';
import { AUTHORS } from './commands/authors.ts';
import { RETENTION } from './commands/retention.ts';
import { ROOMS } from './commands/rooms.ts';
import { SANCTIONS } from './commands/sanctions.ts';
import { SERVER } from './commands/server.ts';
import { USERS } from './commands/users.ts';

/** The operator's commands: what the admin page, `koine admin`, `export` and `import` do, and what `/api/admin` serves. */
export const ADMIN = {
  ...SERVER,
  ...ROOMS,
  ...USERS,
  ...SANCTIONS,
  ...AUTHORS,
  ...APPS,
  ...RETENTION,
  ...ARCHIVE,
};
