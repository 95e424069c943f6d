import { isIP } from 'node:net';
import { DEFAULT_APP_ID, KoineError, type Sanction } from '@koine/contract';
import Type from 'typebox';
import type { SanctionScope, SanctionTarget } from '../../core/admin.ts';
import type { ArchivePage } from '../../core/archive/export.ts';
import { ArchiveCursor, ArchivedRoom, ArchiveHeader, ArchiveLine } from './archive-schema.ts';
import { adminCommand } from './command.ts';

const Text = Type.String({ maxLength: 1000 });
const Role = Type.Enum(['root', 'admin', 'super_mod']);
const Count = Type.Integer({ minimum: 0 });
const Ms = Type.Integer({ minimum: 0, maximum: 100 * 365 * 86_400_000 });
const SanctionWord = Type.Enum(['ban', 'mute']);

/** One of `user`, `ip`; in `room` or else in the whole of `app`. */
const SanctionPlace = {
  kind: SanctionWord,
  user: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
  ip: Type.Optional(Text),
  room: Type.Optional(Text),
  app: Type.Optional(Text),
};

const SanctionShape = Type.Object({
  kind: SanctionWord,
  target: Text,
  appId: Text,
  roomId: Type.Union([Text, Type.Null()]),
  until: Type.Union([Count, Type.Null()]),
  reason: Type.String(),
});

const Page = Type.Unsafe<ArchivePage>(
  Type.Object({
    lines: Type.Array(Type.Object({ type: Type.String() })),
    next: Type.Union([ArchiveCursor, Type.Null()]),
  }),
);

/** The operator's commands: what `koine admin`, `export` and `import` do, and what `/api/admin` serves. */
export const ADMIN = {
  createApp: adminCommand(
    'create-app',
    'Makes an app and its first key, which is shown once.',
    Type.Object({ name: Text, id: Type.Optional(Text) }),
    Type.Object({ id: Text, name: Text, key: Text }),
    async (core, { name, id = null }) => {
      const { app, key } = await core.admin.createApp(name, id);
      return { id: app.id, name: app.name, key };
    },
  ),
  createKey: adminCommand(
    'create-key',
    'Makes a further key of an app; the others stay valid.',
    Type.Object({ app: Text }),
    Type.Object({ app: Text, key: Text }),
    async (core, { app }) => ({ app, key: await core.admin.createKey(app) }),
  ),
  rotateKey: adminCommand(
    'rotate-key',
    'Makes a new key of an app and ends the others after a while.',
    Type.Object({ app: Text, graceMs: Type.Optional(Ms) }),
    Type.Object({ app: Text, key: Text, graceMs: Count }),
    async (core, { app, graceMs = null }) => ({
      app,
      ...(await core.admin.rotateKey(app, graceMs)),
    }),
  ),
  createUser: adminCommand(
    'create-user',
    'Makes a user of an app, under the id by which the app knows them.',
    Type.Object({ app: Type.Optional(Text), id: Text, name: Type.Optional(Text) }),
    Type.Object({ app: Text, id: Text, name: Text }),
    async (core, { app = DEFAULT_APP_ID, id, name = null }) => {
      const user = await core.admin.createUser(app, id, name);
      return { app, id: user.id, name: user.displayName };
    },
  ),
  createAccount: adminCommand(
    'create-account',
    'Registers somebody to sign in with a name and a password, with roles if wanted.',
    Type.Object({
      username: Text,
      password: Type.Optional(Text),
      name: Type.Optional(Text),
      roles: Type.Optional(Type.Array(Role)),
    }),
    Type.Object({
      id: Text,
      username: Text,
      name: Text,
      roles: Type.Array(Role),
      password: Type.Union([Text, Type.Null()]),
    }),
    async (core, { username, password: given = null, name = null, roles = [] }) => {
      const account = { username, password: given, displayName: name, roles };
      const { user, password } = await core.admin.createAccount(account);
      const { id, displayName } = user;
      return { id, username, name: displayName, roles: [...user.roles], password };
    },
  ),
  createRoom: adminCommand(
    'create-room',
    'Makes a room.',
    Type.Object({
      app: Type.Optional(Text),
      name: Text,
      uid: Type.Optional(Text),
      description: Type.Optional(Type.String({ maxLength: 100_000 })),
      private: Type.Optional(Type.Boolean()),
      bridged: Type.Optional(Type.Boolean()),
    }),
    Type.Object({ id: Text, uid: Text, app: Text, name: Text, kind: Text }),
    async (core, { app = DEFAULT_APP_ID, ...given }) => {
      const { id, uid, name, kind } = await core.admin.createRoom(app, {
        name: given.name,
        uid: given.uid ?? null,
        description: given.description ?? '',
        kind: given.private === true ? 'private' : 'public',
        bridged: given.bridged === true,
      });
      return { id, uid, app, name, kind };
    },
  ),
  sanction: adminCommand(
    'sanction',
    'Bans or mutes a user or an address; it acts on live connections at once.',
    Type.Object({
      ...SanctionPlace,
      durationMs: Type.Optional(Ms),
      reason: Type.Optional(Type.String({ maxLength: 1000 })),
    }),
    Type.Object({ ...SanctionShape.properties, isStored: Type.Boolean() }),
    async (core, { durationMs = null, reason = '', ...place }) => {
      const scope = scopeOf(place);
      const target = targetOf(place);
      const done = await core.admin.sanction(place.kind, scope, target, durationMs, reason);
      return { ...shapeOf(done.sanction), isStored: done.isStored };
    },
  ),
  lift: adminCommand(
    'lift',
    'Ends a ban or a mute.',
    Type.Object(SanctionPlace),
    SanctionShape,
    async (core, place) =>
      shapeOf(await core.admin.lift(place.kind, scopeOf(place), targetOf(place))),
  ),
  beginExport: adminCommand(
    'begin-export',
    'The first lines of the archive of an app, or of a room by id or uid.',
    Type.Object({ app: Type.Optional(Text), room: Type.Optional(Text) }),
    Page,
    async (core, { app, room }) => {
      if (room !== undefined && app === undefined) return core.exporter.begin({ room });
      if (app !== undefined && room === undefined) return core.exporter.begin({ appId: app });
      throw new KoineError('invalidInput', { field: 'room' }, 'Name either a room or an app');
    },
  ),
  continueExport: adminCommand(
    'continue-export',
    'The lines behind a cursor.',
    Type.Object({ cursor: ArchiveCursor }),
    Page,
    (core, { cursor }) => core.exporter.page(cursor),
  ),
  importLines: adminCommand(
    'import',
    'Makes of some lines of an archive what is not there yet.',
    Type.Object({
      header: ArchiveHeader,
      app: Type.Union([Text, Type.Null()]),
      room: Type.Union([ArchivedRoom, Type.Null()]),
      lines: Type.Array(ArchiveLine, { maxItems: 5000 }),
    }),
    Type.Object({
      made: Type.Object({
        user: Count,
        room: Count,
        message: Count,
        member: Count,
        sanction: Count,
      }),
      known: Count,
      notes: Type.Array(Type.String()),
      key: Type.Union([Text, Type.Null()]),
      stopped: Type.Union([Type.Object({ index: Count, why: Type.String() }), Type.Null()]),
    }),
    async (core, { header, app, room, lines }) => {
      const imported = await core.importer.import({ header, appId: app, room, lines });
      return { ...imported, made: { ...imported.made }, notes: [...imported.notes] };
    },
  ),
};

interface GivenPlace {
  readonly user?: string;
  readonly ip?: string;
  readonly room?: string;
  readonly app?: string;
}

function scopeOf({ room, app }: GivenPlace): SanctionScope {
  if (room === undefined) return { appId: app ?? DEFAULT_APP_ID };
  if (app === undefined) return { room };
  throw new KoineError(
    'invalidInput',
    { field: 'app' },
    'A room says its app: name one of the two',
  );
}

function targetOf({ user, ip }: GivenPlace): SanctionTarget {
  if (user !== undefined && ip === undefined) return { user };
  if (ip === undefined || user !== undefined)
    throw new KoineError('invalidInput', { field: 'user' }, 'Name either a user or an address');
  return { ip: canonicalAddress(ip) };
}

/** As connections show it, so that the two compare: IPv6 in its shortest form. */
function canonicalAddress(ip: string): string {
  if (isIP(ip) === 4) return ip;
  if (isIP(ip) === 6) return new URL(`http://[${ip}]`).hostname.slice(1, -1);
  throw new KoineError('invalidInput', { field: 'ip' }, `${ip} is not an IP address`);
}

function shapeOf({ kind, target, appId, roomId, until, reason }: Sanction) {
  return { kind, target, appId, roomId, until, reason };
}
