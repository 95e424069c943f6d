/** One limit: a setting `limits.<name>` with the default given here. */
export interface Limit {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  readonly about: string;
}

export type LimitTable = Readonly<Record<string, Limit>>;

export const limit = (value: number, unit: string, about: string, min = 1, max = 1e9): Limit => ({
  default: value,
  min,
  max,
  unit,
  about,
});

/** The limits that hold whichever protocols are on; those of one protocol stand in its folder. */
export const LIMITS = {
  reactionsTogglesPerMinute: limit(120, 'reactions', 'reactions toggled a minute by one user id'),
  reactionsPerMessageMax: limit(50, 'emoji', 'distinct emoji on one message'),
  addressFactor: limit(
    20,
    'users',
    'where users choose their own id: the limits of one address (IPv6: one /64), as a multiple of one user’s',
  ),
  deletesPerMinute: limit(120, 'messages', 'messages deleted a minute by one user'),
  joinsPerMinute: limit(120, 'joins', 'rooms joined a minute on one connection'),
  moderationsPerMinute: limit(
    120,
    'changes',
    'changes of rooms, members, roles, bans and mutes a minute by one user',
  ),
  roomsPerAccountMax: limit(100, 'rooms', 'rooms that one account owns'),
  roomsPerHour: limit(20, 'rooms', 'new rooms an hour by one account'),
  conversationsPerHour: limit(120, 'conversations', 'new conversations an hour begun by one user'),
  renamesPerHour: limit(6, 'renames', 'new display names an hour of one account'),
  framesFactor: limit(
    5,
    'frames',
    'frames a minute of one connection, as a multiple of its message limit; each protocol decides whether stored messages count',
  ),
  reactorsPerMessageMax: limit(1000, 'reactions', 'reactions of all users on one message'),
  refusedConnectsPerMinute: limit(
    120,
    'connections',
    'refused Socket.IO connects a minute from one address',
  ),
  refusedPerSecondMax: limit(
    200,
    'requests',
    'refused requests a second of one address (IPv6: one /64) that are served without delay, a tenth of them at once, ten refused frames counting as one; beyond, what the address asks waits for its turn',
  ),
  documentsPerMinute: limit(
    60,
    'documents',
    'reference documents made for another host name a minute for one address',
  ),
  metaBytesMax: limit(8192, 'bytes', 'meta of a message, room or user, as JSON'),
  userIdCharsMax: limit(128, 'characters', 'longest user id'),
  nameCharsMax: limit(64, 'code points', 'longest display name'),
  roomNameCharsMax: limit(100, 'code points', 'longest room name'),
  roomDescriptionCharsMax: limit(1000, 'code points', 'longest room description'),
  clientKeyCharsMax: limit(128, 'characters', 'longest idempotency key'),
  pageSizeMax: limit(100, 'rows', 'rows on one page of a list'),
  frameBytesMax: limit(65536, 'bytes', 'largest frame from a client', 1024),
  bodyBytesMax: limit(262144, 'bytes', 'largest HTTP request body', 1024),
  outboxBytesMax: limit(
    1048576,
    'bytes',
    'unread bytes after which a client is disconnected',
    65536,
  ),
  catchUpBytesMax: limit(
    67108864,
    'bytes',
    'encoded history shared by reconnecting clients, in memory',
    1048576,
  ),
  inboxFramesMax: limit(
    256,
    'frames',
    'frames of one client waiting for an earlier one; above that, reading pauses',
  ),
  connectionsPerAddressMax: limit(
    20000,
    'connections',
    'connections from one address: open at once, and, beside those, new ones a minute',
  ),
  idleConnectionsPerAddressMax: limit(
    1000,
    'connections',
    'connections from one address group without a complete request yet; with trustProxy, the proxy is not counted',
  ),
  firstRequestMs: limit(
    10000,
    'ms',
    'time for a new connection to send a complete HTTP request, body included',
    100,
  ),
  keepAliveMs: limit(
    130000,
    'ms',
    'how long a connection stays open between HTTP requests; longer than proxies usually do (60 to 120 s), so that none sends a request on a closing one',
    1000,
  ),
  socketIoConnectTimeoutMs: limit(
    45000,
    'ms',
    'time in which a Socket.IO client must connect to the namespace, or come back to it',
    100,
  ),
  pingIntervalMs: limit(30000, 'ms', 'time between pings; a client that missed two is dead', 50),
  typingTimeoutMs: limit(6000, 'ms', 'typing ends by itself without renewal', 50),
  roomsCachedMax: limit(10000, 'rooms', 'rooms whose rules are kept in memory'),
  shutdownMs: limit(8000, 'ms', 'longest orderly shutdown', 100),
  adminFailuresPerMinute: limit(
    20,
    'calls',
    'wrong operator keys or tokens a minute from one address, before all its admin calls are refused',
  ),
  retentionIntervalMs: limit(60000, 'ms', 'time between two runs of retention', 50),
  signInsPerAccountMax: limit(
    20,
    'sign-ins',
    'sign-ins of one account; one more ends the least recently used',
  ),
  signInUnusedDays: limit(30, 'days', 'a sign-in ends after this long without use', 1, 36500),
  guestTokenDays: limit(30, 'days', 'how long a guest’s token is valid', 1, 36500),
  keyRotationGraceMs: limit(86400000, 'ms', 'how long a rotated API key stays valid', 0),
} as const satisfies LimitTable;

export type LimitsOf<Table extends LimitTable> = { readonly [Name in keyof Table]: number };
export type Limits = LimitsOf<typeof LIMITS>;
/** Those of the protocols too. */
export type AllLimits = Limits & Readonly<Record<string, number>>;

/** The table's defaults as values. */
export function defaultsOf<Table extends LimitTable>(table: Table): LimitsOf<Table> {
  const entries = Object.entries(table).map(([name, { default: value }]) => [name, value]);
  return Object.fromEntries(entries);
}

/** Of the limits in force, those of one table. */
export function limitsIn<Table extends LimitTable>(
  table: Table,
  limits: AllLimits,
): LimitsOf<Table> {
  const entries = Object.keys(table).map((name) => [name, limits[name]]);
  return Object.fromEntries(entries);
}

export const defaultLimits = (): Limits => defaultsOf(LIMITS);
