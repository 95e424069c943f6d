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
import { SYSTEM_POLICY } from './policies.ts';
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
export type Core = Awaited<ReturnType<typeof createCore>>;

/** Puts the core together over its ports and reads what it must know at start. */
export async function createCore(deps: CoreDeps) {
  const { stores, bus, clock, ids, random, secrets, userTokens, limits, onError } = deps;
  // The rules subscribe before anyone else, so that a ban is in force before its event is delivered.
  const roomRules = new RoomRulesCache(stores, bus, clock, limits.roomsCachedMax);
  const access = new Access(roomRules, stores.sanctions, bus, clock);
  const budgets = new Budgets(clock, limits, BUDGETS);
  const typing = new Typing(bus, clock, limits.typingTimeoutMs);
  const world = { bus, clock, ids, secrets, limits, budgets, access, onError };
  const { users: userStore, tokens, members } = stores;
  const notifications = new Notifications({ ...world, store: stores.notifications, members });
  const names = new NameGuard(userStore);
  const signIns = new SignIns({ ...world, tokens, users: userStore });
  const users = new Users({ ...world, names, store: userStore, tokens, signIns });
  await users.load();
  const apps = new Apps({ ...world, store: stores.apps, users: userStore, userTokens });
  const grants = new Grants({ apps, signIns, bus, clock });
  const audit = new Audit({ ...world, store: stores.audit, roomRules });
  const moderation = new Moderation({ ...world, store: stores.sanctions, users: userStore, audit });
  const rooms = new Rooms({ ...world, store: stores.rooms, audit });
  const authorMessages = new AuthorMessages({
    ...world,
    store: stores.authors,
    moderation,
    audit,
  });
  const epoch: Pick<EpochStore, 'current'> = stores.epoch;
  return {
    /** Which history change numbers are of. */
    epoch,
    messages: new Messages({
      ...world,
      store: stores.messages,
      rooms: roomRules,
      typing,
      notifications,
      sendLimits: new SendLimits(clock),
    }),
    authorMessages,
    rooms,
    /** Rules of rooms in use; for reading roles while encoding. */
    roomRules,
    access,
    members: new Members({ ...world, store: members, audit }),
    presence: new Presence(bus, clock),
    typing,
    moderation,
    /** Announces the ends of bans and mutes, once it is started. */
    sanctionEnds: new SanctionEnds({ ...world, store: stores.sanctions }),
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
      ...world,
      store: stores.retention,
      stores,
      intervalMs: limits.retentionIntervalMs,
    }),
    switches: new Switches(stores.switches),
    exporter: new Exporter({ stores, clock }),
    importer: new Importer({ ...world, stores, apps, names }),
    /** The server's own; each protocol has one of its own. */
    policies: { system: SYSTEM_POLICY },
    budgets,
    limits,
    clock,
    ids,
    random,
    secrets,
    bus,
    /** Milliseconds that storage takes; rejects with `storageUnavailable`. */
    ping: () => stores.ping(),
  };
}
