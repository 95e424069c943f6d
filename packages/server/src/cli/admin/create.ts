import { ADMIN } from '../../admin/commands.ts';
import { type Action, action, given, theWord } from './action.ts';
import { type Role, readSecret, roleOf } from './values.ts';

const shownOnce = 'It is shown only now: keep it.';

/** Actions that create something. */
export const CREATE: readonly Action[] = [
  action({
    words: 'create app',
    usage: 'NAME [--id ID]',
    about: 'Creates an app and its first API key.',
    mayMake: true,
    command: ADMIN.createApp,
    input: (args) => ({ name: theWord(args, 'NAME'), ...given(args, { id: '--id' }) }),
    format: ({ id, name, key }) =>
      `App "${name}" created.\n  id   ${id}\n  key  ${key}\n${shownOnce}`,
  }),
  action({
    words: 'create key',
    usage: 'APP',
    about: 'Creates another API key; the others stay valid.',
    command: ADMIN.createKey,
    input: (args) => ({ app: theWord(args, 'APP') }),
    format: ({ app, key }) => `A key of app ${app}:\n  ${key}\n${shownOnce}`,
  }),
  action({
    words: 'create user',
    usage: 'ID [--app APP] [--name NAME]',
    about: 'Creates a user of an app, under the app’s own id.',
    mayMake: true,
    command: ADMIN.createUser,
    input: (args) => ({
      id: theWord(args, 'ID'),
      ...given(args, { app: '--app', name: '--name' }),
    }),
    format: ({ app, id, name }) => `User ${id} ("${name}") of app ${app} created.`,
  }),
  action({
    words: 'create account',
    usage: 'USERNAME [--name NAME] [--role root|admin|super_mod]… [--password-stdin]',
    about:
      'Creates an account that signs in with a password, generated unless read from standard input.',
    mayMake: true,
    command: ADMIN.createAccount,
    async input(args, { stdin }) {
      const roles: Role[] = args.texts('--role').map(roleOf);
      const password = args.has('--password-stdin') ? await readSecret(stdin) : undefined;
      return {
        username: theWord(args, 'USERNAME'),
        ...given(args, { name: '--name' }),
        ...(password !== undefined && { password }),
        roles,
      };
    },
    format({ id, username, roles, password }) {
      const lines = [`Account ${username} created.`, `  id        ${id}`];
      if (roles.length > 0) lines.push(`  roles     ${roles.join(', ')}`);
      if (password !== null) lines.push(`  password  ${password}`, shownOnce);
      return lines.join('\n');
    },
  }),
  action({
    words: 'set password',
    usage: 'USER [--password-stdin]',
    about:
      'Sets the account’s password, generated unless read from standard input; ends its sign-ins.',
    command: ADMIN.setPassword,
    async input(args, { stdin }) {
      const password = args.has('--password-stdin') ? await readSecret(stdin) : undefined;
      return { user: theWord(args, 'USER'), ...(password !== undefined && { password }) };
    },
    format({ username, password, ended }) {
      const done = `Account ${username} has another password. Sign-ins ended: ${ended}.`;
      return password === null ? done : `${done}\n  password  ${password}\n${shownOnce}`;
    },
  }),
  action({
    words: 'set roles',
    usage: 'USER [--role root|admin|super_mod]…',
    about: 'Sets the global roles of an account; without --role: none.',
    command: ADMIN.setRoles,
    input: (args) => ({ id: theWord(args, 'USER'), roles: args.texts('--role').map(roleOf) }),
    format: ({ id, username, roles }) =>
      `Account ${username ?? id} has ${roles.length === 0 ? 'no role' : `the roles: ${roles.join(', ')}`}.`,
  }),
  action({
    words: 'create room',
    usage: 'NAME [--app APP] [--uid UID] [--description TEXT] [--private] [--bridged]',
    about:
      "Creates a room; bridged: an app's public room that users of every protocol may enter by its uid.",
    mayMake: true,
    command: ADMIN.createRoom,
    input: (args) => ({
      name: theWord(args, 'NAME'),
      ...given(args, { app: '--app', uid: '--uid', description: '--description' }),
      private: args.has('--private'),
      bridged: args.has('--bridged'),
    }),
    format: ({ id, uid, app, name, kind }) =>
      `Room "${name}" (${kind}) of app ${app} created.\n  id   ${id}\n  uid  ${uid}`,
  }),
];
