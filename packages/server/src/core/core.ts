import type { Limits } from '@koine/contract';
import { Access } from './access.ts';
import { Admin } from './admin.ts';
import { Apps, type UserTokens } from './apps.ts';
import { Exporter } from './archive/export.ts';
import { Importer } from './archive/import.ts';
import { Audit } from './audit.ts';
import { AuthorMessages } from './author-messages.ts';
import { BUDGETS, Budgets } from './budgets.ts';
import { Directory } from './directory.ts';
import { Grants } from './grants.ts';
import { Members } from './members.ts';
import { Messages } from './messages.ts';
import { Moderation } from './moderation.ts';
import { NameGuard } from './name-guard.ts';
import { Notifications } from './notifications.ts';
import { type SendPolicy, SYSTEM_POLICY } from './policies.ts';
import type { EpochStore, Stores } from './ports/stores.ts';
import type { Bus, Clock, Ids, Random, Secrets } from './ports/world.ts';
import { Presence } from './presence.ts';
import { Retention } from './retention.ts';
import { RoomRulesCache } from './room-rules-cache.ts';
import { Rooms } from './rooms.ts';
import { SanctionEnds } from './sanction-ends.ts';
import { SendLimits } from './send-limits.ts';
import { SignIns } from './sign-ins.ts';
import { Switches } from './switches.ts';
import { Typing } from './typing.ts';
import { Users } from './users.ts';

export interface CoreDeps {
  readonly stores: Stores;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly secrets: Secrets;
  readonly userTokens: UserTokens;
  readonly limits: Limits;
  /** Called with the errors of background tasks. */
  readonly onError: (error: unknown) => void;
}

/** Every command and question that a protocol, a page or the command line may put; each in one place. */
export interface Core {
  /** Which history change numbers are of. */
  readonly epoch: Pick<EpochStore, 'current'>;
  readonly messages: Messages;
  /** What one user wrote, over all rooms: to find it, and to delete it. */
  readonly authorMessages: AuthorMessages;
  readonly rooms: Rooms;
  /** Rules of rooms in use; for reading roles while encoding. */
  readonly roomRules: RoomRulesCache;
  readonly access: Access;
  readonly members: Members;
  readonly presence: Presence;
  readonly typing: Typing;
  readonly moderation: Moderation;
  /** Announces the ends of bans and mutes, once it is started. */
  readonly sanctionEnds: SanctionEnds;
  readonly users: Users;
  readonly names: NameGuard;
  /** Tokens of accounts and guests. */
  readonly signIns: SignIns;
  readonly apps: Apps;
  /** Whether what somebody came with still holds. */
  readonly grants: Grants;
  readonly notifications: Notifications;
  /** The operator's commands. */
  readonly admin: Admin;
  readonly audit: Audit;
  /** Finds across all apps, for operators. */
  readonly directory: Directory;
  readonly retention: Retention;
  /** What an operator has switched. */
  readonly switches: Switches;
  readonly exporter: Exporter;
  readonly importer: Importer;
  /** The server's own; each protocol has one of its own. */
  readonly policies: { readonly system: SendPolicy };
  /** How often what may be asked for. */
  readonly budgets: Budgets;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly secrets: Secrets;
  readonly bus: Bus;
  /** Milliseconds that storage takes; rejects with `storageUnavailable`. */
  ping(): Promise<number>;
}

/** Puts the core together over its ports and reads what it must know at start. */
export async function createCore(deps: CoreDeps): Promise<Core> {
  const { stores, bus, clock, ids, random, secrets, userTokens, limits, onError } = deps;
  // The rules subscribe before anyone else, so that anyone who hears of a ban finds it in force.
  const roomRules = new RoomRulesCache(stores, bus, clock, limits.roomsCachedMax);
  const access = new Access(roomRules, stores.sanctions, bus, clock);
  const budgets = new Budgets(clock, limits, BUDGETS);
  const typing = new Typing(bus, clock, limits.typingTimeoutMs);
  const notifications = new Notifications({
    store: stores.notifications,
    members: stores.members,
    bus,
    clock,
    ids,
  });
  const names = new NameGuard(stores.users);
  const signIns = new SignIns({
    tokens: stores.tokens,
    users: stores.users,
    secrets,
    bus,
    clock,
    limits,
    onError,
  });
  const users = new Users({
    names,
    store: stores.users,
    tokens: stores.tokens,
    signIns,
    access,
    secrets,
    bus,
    clock,
    ids,
    limits,
    budgets,
  });
  await users.load();
  const apps = new Apps({
    store: stores.apps,
    users: stores.users,
    secrets,
    userTokens,
    bus,
    clock,
    ids,
    onError,
  });
  const grants = new Grants({ apps, signIns, bus, clock });
  const audit = new Audit({
    store: stores.audit,
    clock,
    bus,
    roomRules,
    onError,
  });
  const moderation = new Moderation({
    store: stores.sanctions,
    users: stores.users,
    access,
    audit,
    budgets,
    bus,
    clock,
    ids,
  });
  const rooms = new Rooms({
    store: stores.rooms,
    access,
    audit,
    budgets,
    bus,
    clock,
    ids,
    limits,
  });
  const authorMessages = new AuthorMessages({
    store: stores.authors,
    access,
    moderation,
    audit,
    budgets,
    bus,
    clock,
  });
  return {
    epoch: stores.epoch,
    messages: new Messages({
      store: stores.messages,
      bus,
      clock,
      ids,
      rooms: roomRules,
      access,
      typing,
      users: stores.users,
      notifications,
      budgets,
      sendLimits: new SendLimits(clock),
      limits,
    }),
    authorMessages,
    rooms,
    roomRules,
    access,
    members: new Members({ store: stores.members, access, audit, budgets, bus, clock }),
    presence: new Presence(bus, clock),
    typing,
    moderation,
    sanctionEnds: new SanctionEnds({ store: stores.sanctions, bus, clock, onError }),
    users,
    names,
    signIns,
    apps,
    grants,
    notifications,
    admin: new Admin({ stores, apps, users, rooms, moderation, authorMessages, secrets, limits }),
    audit,
    directory: new Directory(stores, clock),
    retention: new Retention({
      store: stores.retention,
      stores,
      clock,
      intervalMs: limits.retentionIntervalMs,
      onError,
    }),
    switches: new Switches(stores.switches),
    exporter: new Exporter({ stores, clock }),
    importer: new Importer({ stores, apps, names, bus, clock, limits, secrets }),
    policies: { system: SYSTEM_POLICY },
    budgets,
    limits,
    clock,
    ids,
    random,
    secrets,
    bus,
    ping: () => stores.ping(),
  };
}
