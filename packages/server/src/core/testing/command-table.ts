import { DEFAULT_APP_ID, type ErrorCode, type Message, type Room } from '@koine/contract';
import { OPERATOR } from '../../testing/actors.ts';
import { textDraft } from '../../testing/messages.ts';
import { type Actor, systemActor } from '../actor.ts';
import type { Core } from '../core.ts';
import { roomDraft } from '../rooms.ts';

/** Parts of the core that hold no commands: what they do is no command, or it is decided before there is an actor. */
type Inner =
  | ('epoch' | 'roomRules' | 'access' | 'presence' | 'typing' | 'sanctionEnds' | 'names')
  | ('signIns' | 'grants' | 'policies' | 'budgets' | 'limits' | 'clock' | 'ids' | 'random')
  | ('secrets' | 'bus' | 'ping');

/** Why something has no actor. */
export type Reason = 'lets in' | 'public' | 'part of the core';
type Entry<F> = F extends (...args: infer Args) => unknown
  ? Args extends readonly [infer First, ...unknown[]]
    ? First extends Actor
      ? Row
      : Reason
    : Reason
  : Reason;
/** Every command of every part: one that is missing here does not compile. */
type Table = {
  readonly [Part in Exclude<keyof Core, Inner>]: {
    readonly [Command in keyof Core[Part]]: Entry<Core[Part][Command]>;
  };
};

/** Who may, by whom alone it succeeds; and the code with which it fails for them too, for want of something else. */
export type Row = readonly [
  may: readonly Who[],
  run: (core: Core, actor: Actor, world: World) => unknown,
  fails?: ErrorCode,
];

/** A private room of the built-in app with a message of its member, anew for each call; and a notification of the member. */
export interface World {
  readonly room: Room;
  readonly message: Message;
  readonly notification: string;
}

export const WHO = [
  ...(['anyone', 'shopUser', 'shop', 'guest', 'admin', 'member'] as const),
  ...(['moderator', 'owner', 'app', 'root', 'operator'] as const),
];
export type Who = (typeof WHO)[number];

const above: readonly Who[] = ['app', 'root', 'operator'];
const owners: readonly Who[] = ['owner', ...above];
const staff: readonly Who[] = ['moderator', ...owners];
const readers: readonly Who[] = ['member', ...staff];
const members: readonly Who[] = ['member', 'moderator', 'owner'];
const builtIn: readonly Who[] = ['anyone', 'guest', 'admin', ...readers];
const apps: readonly Who[] = ['shop', ...above];
const rule: readonly Who[] = ['root', 'operator'];
const read: readonly Who[] = ['admin', ...rule];

export const app = DEFAULT_APP_ID;
export const inApp = systemActor(app);
const page = { limit: 5, offset: 0, after: null, before: null, order: 'asc' } as const;
const all = { limit: 5, offset: 0, text: null, appId: null } as const;
const older = { direction: 'older', before: null, after: null, limit: 1, skip: 0 } as const;
export const draft = textDraft('Hello');
export const notice = {
  title: '',
  content: '',
  actionUrl: null,
  priority: 'low',
  icon: null,
} as const;
const mute = { kind: 'mute', target: 'user:none', durationMs: 9000, reason: '' } as const;
const member = { appId: app, id: 'member' };
const other = { appId: app, id: 'other' };
export const profile = { displayName: 'Profile', avatarUrl: null, meta: {} };
const account = { password: 'correct horse', displayName: null, roles: [] };
const kept = { ageMs: null, countMax: null };
const place = { scope: 'default' } as const;
const query = { action: null, by: null, appId: null, room: null, outcome: null } as const;
const header = {
  type: 'koine-export',
  version: 1,
  scope: 'room',
  app: { id: app, name: app },
  exportedAt: 0,
} as const;
let names = 0;
const fresh = () => `fresh${++names}`;

/** Every command of the core: who may give it. */
export const TABLE: Table = {
  messages: {
    send: [readers, (c, a, { room }) => c.messages.send(a, room.id, draft, c.policies.system)],
    edit: [
      ['member', 'app', 'operator'],
      (c, a, { room, message: { id } }) =>
        c.messages.edit(a, room.id, id, 'x', null, c.policies.system),
    ],
    delete: [readers, (c, a, { room, message }) => c.messages.delete(a, room.id, message.id)],
    react: [readers, (c, a, { room, message }) => c.messages.react(a, room.id, message.id, '👍')],
    purge: [staff, (c, a, { room }) => c.messages.purge(a, room.id)],
    get: [readers, (c, a, { room, message }) => c.messages.get(a, room.id, message.id)],
    locate: [readers, (c, a, { message }) => c.messages.locate(a, message)],
    placeOf: [readers, (c, a, { room, message }) => c.messages.placeOf(a, room.id, message)],
    history: [
      readers,
      (c, a, { room }) => c.messages.history(a, { ...older, roomId: room.id, withDeleted: true }),
    ],
  },
  authorMessages: {
    page: [
      read,
      (c, a) => c.authorMessages.page(a, { author: other, roomId: null, limit: 1, after: null }),
    ],
    rooms: [read, (c, a) => c.authorMessages.rooms(a, other)],
    authorIn: [readers, (c, a, { room }) => c.authorMessages.authorIn(a, room.id, 'x')],
    senderIn: [readers, (c, a, { room }) => c.authorMessages.senderIn(a, room.id, 'x')],
    delete: [
      staff,
      (c, a, { room }) =>
        c.authorMessages.delete(a, other, { roomId: room.id, ageMs: null, ids: null }),
    ],
  },
  rooms: {
    create: [WHO, (c, a) => c.rooms.create(a, roomDraft('New'))],
    ensure: [WHO, (c, a) => c.rooms.ensure(a, { ...roomDraft('New'), uid: fresh() })],
    startConversation: [
      WHO.filter((who) => who !== 'anyone'),
      (c, a) => c.rooms.startConversation(a, 'other'),
    ],
    get: [readers, (c, a, { room: { id } }) => c.rooms.get(a, { id })],
    findPublic: 'public',
    list: [
      above,
      (c, a) => c.rooms.list(a, { ...page, appId: app, kind: null, sort: 'name', memberId: null }),
    ],
    update: [owners, (c, a, { room }) => c.rooms.update(a, room.id, { name: 'Renamed' })],
    remove: [owners, (c, a, { room }) => c.rooms.remove(a, room.id)],
  },
  members: {
    join: [readers, (c, a, { room }) => c.members.join(a, room.id)],
    leave: [members, (c, a, { room }) => c.members.leave(a, room.id)],
    add: [
      staff,
      (c, a, { room }) =>
        c.members.add(a, room.id, { user: other, userName: 'Other', role: 'member' }),
    ],
    setRole: [owners, (c, a, { room }) => c.members.setRole(a, room.id, member, 'moderator')],
    promote: [
      owners,
      (c, a, { room }) => c.members.promote(a, room.id, { ...other, name: 'Other' }, 'moderator'),
    ],
    remove: [readers, (c, a, { room }) => c.members.remove(a, room.id, member)],
    get: [readers, (c, a, { room }) => c.members.get(a, room.id, member)],
    list: [readers, (c, a, { room }) => c.members.list(a, room.id, page)],
    markRead: [members, (c, a, { room }) => c.members.markRead(a, room.id, 1)],
  },
  moderation: {
    sanction: [staff, (c, a, { room }) => c.moderation.sanction(a, room.id, mute)],
    assertMayRestrict: [
      WHO,
      async (c, a, { room }) =>
        c.moderation.assertMayRestrict(a, await c.access.read(inApp, room.id), other),
    ],
    lift: [
      staff,
      async (c, a, { room }) => {
        await c.moderation.sanction(inApp, room.id, mute);
        await c.moderation.lift(a, room.id, 'mute', mute.target);
      },
    ],
    list: [staff, (c, a, { room }) => c.moderation.list(a, room.id)],
    sanctionInApp: [apps, (c, a) => c.moderation.sanctionInApp(a, mute)],
    liftInApp: [
      apps,
      async (c, a) => {
        await c.moderation.sanctionInApp(systemActor(a.appId), mute);
        await c.moderation.liftInApp(a, 'mute', mute.target);
      },
    ],
  },
  users: {
    load: 'part of the core',
    globalRolesOf: 'public',
    register: 'lets in',
    login: 'lets in',
    loginGuest: 'lets in',
    findByToken: 'lets in',
    createAccount: [rule, (c, a) => c.users.createAccount(a, { ...account, username: fresh() })],
    create: [apps, (c, a) => c.users.create(a, { ...profile, id: fresh() }, 'fail')],
    find: [[...builtIn, 'shop'], (c, a) => c.users.find(a, 'other')],
    get: [[...builtIn, 'shop'], (c, a) => c.users.get(a, 'other')],
    findByUsername: [builtIn, (c, a) => c.users.findByUsername(a, 'other')],
    list: [[...builtIn, 'shop'], (c, a) => c.users.list(a, { ...page, nameContains: null })],
    update: [apps, (c, a) => c.users.update(a, 'other', { meta: {} })],
    remove: [
      apps,
      async (c, a) => {
        const { id } = await c.users.create(
          systemActor(a.appId),
          { ...profile, id: fresh() },
          'fail',
        );
        await c.users.remove(a, id);
      },
    ],
    setPassword: [
      ['operator'],
      async (c, a) => {
        const user = await c.users.createAccount(OPERATOR, { ...account, username: fresh() });
        await c.users.setPassword(a, user.id, account.password);
      },
    ],
    changePassword: [WHO, (c, a) => c.users.changePassword(a, '', '', ''), 'invalidInput'],
    signOut: [apps, (c, a) => c.users.signOut(a, 'other')],
  },
  apps: {
    keyChanges: 'part of the core',
    create: [rule, (c, a) => c.apps.create(a, 'New')],
    ensure: [apps, (c, a) => c.apps.ensure(a, 'There')],
    rotateKey: [apps, (c, a) => c.apps.rotateKey(a, 0)],
    keys: [read, (c, a) => c.apps.keys(a, app)],
    revokeKey: [
      rule,
      async (c, a) =>
        c.apps.revokeKey(a, app, c.secrets.hashToken(await c.apps.addKey(OPERATOR, app))),
    ],
    addKey: [rule, (c, a) => c.apps.addKey(a, app)],
    find: [apps, (c, a) => c.apps.find(a)],
    rename: [apps, (c, a) => c.apps.rename(a, 'Renamed')],
    findKey: 'lets in',
    findKeyByHash: 'lets in',
    close: 'part of the core',
    issueUserToken: [
      apps,
      (c, a) => c.apps.issueUserToken(a, { userId: 'x', userName: null, rooms: null }, 1),
    ],
    verifyUserToken: 'lets in',
    secretGenerationOf: 'part of the core',
    replaceTokenSecret: [rule, (c, a) => c.apps.replaceTokenSecret(a, app)],
  },
  notifications: {
    notifyUser: [apps, (c, a) => c.notifications.notifyUser(a, 'other', null, notice)],
    notifyRoom: [apps, (c, a, { room }) => c.notifications.notifyRoom(a, room.id, notice)],
    mentionsIn: 'part of the core',
    announce: 'part of the core',
    get: [['member', 'app', 'operator'], (c, a, w) => c.notifications.get(a, w.notification)],
    list: [
      ['member', ...apps],
      (c, a) => c.notifications.list(a, { ...page, userId: 'member', status: null }),
    ],
    markRead: [
      ['member', 'app', 'operator'],
      (c, a, w) => c.notifications.markRead(a, w.notification),
    ],
  },
  admin: {
    findRoom: [read, (c, a, { room }) => c.admin.findRoom(a, room.id)],
    createApp: [rule, (c, a) => c.admin.createApp(a, 'New', null)],
    rotateKey: [rule, (c, a) => c.admin.rotateKey(a, app, 0)],
    createUser: [rule, (c, a) => c.admin.createUser(a, app, fresh(), null)],
    createAccount: [rule, (c, a) => c.admin.createAccount(a, { ...account, username: fresh() })],
    findAccount: [read, (c, a) => c.admin.findAccount(a, 'other')],
    setPassword: [
      rule,
      async (c, a) => {
        const { id } = await c.users.createAccount(OPERATOR, { ...account, username: fresh() });
        await c.admin.setPassword(a, id, account.password);
      },
    ],
    createRoom: [
      rule,
      (c, a) => {
        const room = { name: 'New', uid: null, description: '', kind: 'public' } as const;
        return c.admin.createRoom(a, app, { ...room, bridged: false });
      },
    ],
    sanction: [
      read,
      (c, a, { room }) =>
        c.admin.sanction(a, 'mute', { room: room.id }, { ip: '::1' }, 9000, 'test'),
    ],
    findAuthor: [read, (c, a) => c.admin.findAuthor(a, app, 'other')],
    deleteMessagesOf: [
      read,
      (c, a, { room }) => c.admin.deleteMessagesOf(a, other, room, { ageMs: null, ids: null }),
    ],
    lift: [
      read,
      async (c, a, { room }) => {
        const where = ['mute', { room: room.id }, { ip: '::1' }] as const;
        await c.admin.sanction(OPERATOR, ...where, 9000, '');
        await c.admin.lift(a, ...where);
      },
    ],
  },
  audit: {
    record: 'part of the core',
    track: 'part of the core',
    list: [
      read,
      (c, a) =>
        c.audit.list(a, { ...query, limit: 1, before: null, target: null, from: null, to: null }),
    ],
  },
  directory: {
    apps: [read, (c, a) => c.directory.apps(a, all)],
    rooms: [read, (c, a) => c.directory.rooms(a, { ...all, kind: null })],
    users: [read, (c, a) => c.directory.users(a, { ...all, hasRoles: false })],
    sanctions: [
      read,
      (c, a) => c.directory.sanctions(a, { ...all, roomId: null, kind: null, target: null }),
    ],
    signIns: [read, (c, a) => c.directory.signIns(a, app, 'other')],
    measure: [read, (c, a) => c.directory.measure(a)],
  },
  retention: {
    rules: [read, (c, a) => c.retention.rules(a)],
    preview: [read, (c, a) => c.retention.preview(a, place, kept)],
    set: [rule, (c, a) => c.retention.set(a, place, kept)],
    clear: [rule, (c, a) => c.retention.clear(a, place)],
    onTrimmed: 'part of the core',
    start: 'part of the core',
    stop: 'part of the core',
    sweep: 'part of the core',
  },
  switches: {
    get: [read, (c, a) => c.switches.get(a, 'test')],
    put: [rule, (c, a) => c.switches.put(a, 'test', {})],
  },
  exporter: {
    begin: [rule, (c, a, { room }) => c.exporter.begin(a, { room: room.id })],
    page: [
      rule,
      async (c, a, { room }) => {
        const { next } = await c.exporter.begin(OPERATOR, { room: room.id });
        if (next !== null) await c.exporter.page(a, next);
      },
    ],
  },
  importer: {
    import: [rule, (c, a) => c.importer.import(a, { header, appId: null, room: null, lines: [] })],
  },
};
