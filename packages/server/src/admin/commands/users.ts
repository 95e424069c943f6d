import { DEFAULT_APP_ID, NO_APP_ID } from '@koine/contract';
import { USER_SHAPES } from '@koine/contract/admin';
import { operatorIn } from '../../core/authority.ts';
import { pageAfter } from '../../core/ports/stores.ts';
import { targetOf } from '../../core/sanctions.ts';
import { adminCommand } from '../command.ts';
import { sanctionsIn } from './names.ts';
import { appOrDefault, pageOf, searchText, shapeOfRoom, shapeOfUser } from './shapes.ts';

/** Of what one user has are shown so many at most. */
const SHOWN_MAX = 100;

export const USERS = {
  createUser: adminCommand({
    ...USER_SHAPES.createUser,
    about: 'Creates a user of an app, under the app’s own id.',
    level: 'operator',
    audit: ({ app, id }) => ({ appId: appOrDefault(app), target: `user:${id}` }),
    async run({ core, actor }, { app, id, name = null }) {
      const user = await core.admin.createUser(actor, appOrDefault(app), id, name);
      return { app: user.appId, id: user.id, name: user.displayName };
    },
  }),
  createAccount: adminCommand({
    ...USER_SHAPES.createAccount,
    about: 'Creates an account with a username, a password and optional roles.',
    level: 'operator',
    audit: ({ username, roles = [] }, made) => ({
      appId: appOrDefault(undefined),
      target: made === null ? null : `user:${made.id}`,
      details: { username, roles },
    }),
    async run({ core, actor }, { username, password: given = null, name = null, roles = [] }) {
      const account = { username, password: given, displayName: name, roles };
      const { user, password } = await core.admin.createAccount(actor, account);
      const { id, displayName } = user;
      return { id, username, name: displayName, roles: [...user.roles], password };
    },
  }),
  users: adminCommand({
    ...USER_SHAPES.users,
    about: 'Finds users by part of their name, or by id; in one app or in all. Newest first.',
    level: 'read',
    audit: null,
    async run({ core, actor }, { text, app = null, withRoles = false, ...page }) {
      const query = { text: searchText(text), appId: app, hasRoles: withRoles, ...pageOf(page) };
      const { items, total } = await core.directory.users(actor, query);
      return { items: items.map(shapeOfUser), total };
    },
  }),
  user: adminCommand({
    ...USER_SHAPES.user,
    about: 'One user: their rooms, bans, mutes and sign-ins.',
    level: 'read',
    audit: null,
    async run({ core, actor }, { app, id }) {
      const appId = appOrDefault(app);
      const operator = operatorIn(appId, actor, 'read');
      const user = await core.users.get(operator, id);
      const rooms = await core.rooms.list(operator, {
        ...pageAfter(null, SHOWN_MAX),
        order: 'desc',
        sort: 'lastActivity',
        memberId: id,
        appId,
        kind: null,
      });
      const every = { limit: SHOWN_MAX, offset: 0, roomId: null, kind: null, text: null };
      // In the app itself, and as a user of another app's rooms.
      const [here, elsewhere] = await Promise.all([
        core.directory.sanctions(actor, { ...every, appId, target: targetOf(user, appId) }),
        core.directory.sanctions(actor, {
          ...every,
          appId: null,
          target: targetOf(user, NO_APP_ID),
        }),
      ]);
      const sanctions = [...here.items, ...elsewhere.items].slice(0, SHOWN_MAX);
      const signIns = await core.directory.signIns(actor, appId, id);
      return {
        user: shapeOfUser(user),
        rooms: rooms.items.map((room) => shapeOfRoom(room, core.presence.count(room.id))),
        sanctions: await sanctionsIn({ core, actor }, sanctions),
        signIns: signIns.map((signIn) => ({ ...signIn })),
      };
    },
  }),
  setRoles: adminCommand({
    ...USER_SHAPES.setRoles,
    about: 'Sets the global roles of an account, by id or username.',
    level: 'operator',
    audit: ({ app, id, roles }, done) => ({
      appId: appOrDefault(app),
      target: `user:${done?.id ?? id}`,
      details: { roles },
    }),
    async run({ core, actor }, { app, id: given, roles }) {
      const appId = appOrDefault(app);
      const id = appId === DEFAULT_APP_ID ? (await core.admin.findAccount(actor, given)).id : given;
      const patch = { roles: [...new Set(roles)] };
      return shapeOfUser(await core.users.update(operatorIn(appId, actor, 'operator'), id, patch));
    },
  }),
  setPassword: adminCommand({
    ...USER_SHAPES.setPassword,
    about:
      'Sets the password of an account, by id or username; generates one unless given. Ends its sign-ins and live connections.',
    level: 'operator',
    audit: ({ user }, done) => ({
      appId: appOrDefault(undefined),
      target: `user:${done?.id ?? user}`,
      details: { ended: done?.ended ?? null },
    }),
    async run({ core, actor }, { user: given, password: chosen = null }) {
      const { user, password, ended } = await core.admin.setPassword(actor, given, chosen);
      return { id: user.id, username: user.username ?? '', password, ended };
    },
  }),
  deleteUser: adminCommand({
    ...USER_SHAPES.deleteUser,
    about: 'Deletes a user and their sign-ins; their messages stay.',
    level: 'operator',
    audit: ({ app, id }) => ({ appId: appOrDefault(app), target: `user:${id}` }),
    async run({ core, actor }, { app, id }) {
      const appId = appOrDefault(app);
      await core.users.remove(operatorIn(appId, actor, 'operator'), id);
      return { app: appId, id };
    },
  }),
  signOutUser: adminCommand({
    ...USER_SHAPES.signOutUser,
    about: 'Ends all sign-ins of an account, and their live connections.',
    level: 'operator',
    audit: ({ app, id }, done) => ({
      appId: appOrDefault(app),
      target: `user:${id}`,
      details: { ended: done?.ended ?? null },
    }),
    async run({ core, actor }, { app, id }) {
      const appId = appOrDefault(app);
      return {
        app: appId,
        id,
        ended: await core.users.signOut(operatorIn(appId, actor, 'operator'), id),
      };
    },
  }),
};
