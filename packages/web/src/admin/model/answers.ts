/** What the operator's commands take and answer, as the server's schemas have it (packages/server/src/admin/commands). */

import type { AuthorCommands } from './author-answers.ts';

export type Role = 'root' | 'admin' | 'super_mod';
export type SanctionKind = 'ban' | 'mute';
export type RoomKind = 'public' | 'private' | 'direct';
export type Scope = 'default' | 'app' | 'room';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}

export interface Room {
  readonly id: string;
  readonly uid: string;
  readonly app: string;
  readonly name: string;
  readonly description: string;
  readonly kind: RoomKind;
  readonly bridged: boolean;
  readonly ownerId: string | null;
  readonly slowModeSeconds: number;
  readonly createdAt: number;
  readonly lastMessageAt: number | null;
  readonly members: number;
  readonly messages: number;
  readonly online: number;
}

export interface Person {
  readonly app: string;
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

export interface RoomDetails {
  readonly room: Room;
  readonly online: readonly Person[];
  readonly members: Page<{
    readonly id: string;
    readonly name: string;
    readonly app: string;
    readonly role: string;
    readonly joinedAt: number;
  }>;
  readonly sanctions: readonly Sanction[];
}

export interface Message {
  readonly id: string;
  readonly seq: number;
  readonly sender: Person;
  readonly content: string;
  readonly type: string;
  readonly createdAt: number;
  readonly editedAt: number | null;
  readonly deletedAt: number | null;
  readonly deletedBy: string | null;
  readonly deletedByApp: string | null;
}

export interface MessagePage {
  readonly room: Pick<Room, 'id' | 'app' | 'name' | 'kind'>;
  readonly messages: readonly Message[];
  readonly firstSeq: number;
  readonly lastSeq: number;
}

export interface User {
  readonly app: string;
  readonly id: string;
  readonly name: string;
  readonly username: string | null;
  readonly kind: string;
  readonly roles: readonly Role[];
  readonly createdAt: number;
}

export interface UserDetails {
  readonly user: User;
  readonly rooms: readonly Room[];
  readonly sanctions: readonly Sanction[];
  readonly signIns: readonly {
    readonly fingerprint: string;
    readonly createdAt: number;
    readonly expiresAt: number | null;
  }[];
}

export interface Sanction {
  readonly id: string;
  readonly kind: SanctionKind;
  readonly target: string;
  /** Whose user it is; `null`: an address. */
  readonly targetApp: string | null;
  /** `null`: an address, or nobody who is stored. */
  readonly targetName: string | null;
  readonly appId: string;
  readonly roomId: string | null;
  readonly roomName: string | null;
  readonly until: number | null;
  readonly reason: string;
  readonly byUserId: string | null;
  readonly createdAt: number;
}

export interface SanctionPlace {
  readonly kind: SanctionKind;
  readonly user?: string;
  readonly userApp?: string;
  readonly ip?: string;
  readonly room?: string;
  readonly app?: string;
}

export interface App {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly rooms: number;
  readonly users: number;
  readonly keys: number;
}

export interface Key {
  readonly id: string;
  readonly prefix: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly expiresAt: number | null;
  readonly isValid: boolean;
}

export interface Rule {
  readonly scope: Scope;
  readonly id: string;
  readonly ageMs: number | null;
  readonly countMax: number | null;
  readonly setAt: number;
}

export interface Bots {
  readonly isOn: boolean;
  readonly probability: number;
  readonly rooms: readonly { readonly id: string; readonly uid: string; readonly name: string }[];
  readonly names: readonly string[];
}

export interface Overview {
  readonly version: string;
  readonly mode: 'sandbox' | 'production';
  readonly startedAt: number;
  readonly now: number;
  readonly protocols: readonly string[];
  readonly connections: Readonly<Record<string, number>>;
  readonly rooms: number;
  readonly messages: number;
  readonly deliveries: number;
  readonly slowClientsCutOff: number;
  readonly storage: {
    readonly databaseBytes: number;
    readonly walBytes: number;
    readonly rows: Readonly<Record<string, number>>;
  };
  readonly nodes: readonly {
    readonly id: string;
    readonly host: string;
    readonly pid: number;
    readonly version: string;
    readonly startedAt: number;
    readonly urls: readonly string[];
    readonly connections: number;
    readonly memoryBytes: number;
  }[];
}

export interface Sample {
  readonly number: number;
  readonly at: number;
  readonly connections: Readonly<Record<string, number>>;
  readonly rooms: number;
  readonly messages: number;
  readonly deliveries: number;
  readonly received: number;
  readonly lagMs: number;
  readonly busy: number;
  readonly memoryBytes: number;
}

export interface SlowClient {
  readonly sessionId: string;
  readonly protocol: string;
  readonly ip: string;
  readonly user: { readonly appId: string; readonly id: string; readonly name: string } | null;
  readonly roomIds: readonly string[];
  readonly bufferedBytes: number;
}

export interface SlowClients {
  readonly behind: readonly SlowClient[];
  readonly cutOff: readonly (SlowClient & { readonly at: number })[];
  readonly cutOffCount: number;
}

export interface AuditEntry {
  readonly number: number;
  readonly at: number;
  readonly via: 'http' | 'page' | 'commandLine' | 'chat';
  readonly by: {
    readonly kind: 'operator' | 'account';
    readonly id: string;
    readonly name: string;
  };
  readonly action: string;
  readonly appId: string | null;
  readonly roomId: string | null;
  readonly roomName: string | null;
  readonly target: string | null;
  readonly targetName: string | null;
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly outcome: string;
}

interface PageInput {
  readonly limit?: number;
  readonly offset?: number;
}
type Nothing = Readonly<Record<string, never>>;
export interface UserRef {
  readonly app: string;
  readonly id: string;
}

/** Command → what goes in, what comes out. */
export interface Commands extends AuthorCommands {
  overview: [Nothing, Overview];
  live: [
    { readonly since?: number; readonly startedAt?: number },
    { readonly startedAt: number; readonly samples: readonly Sample[] },
  ];
  'slow-clients': [Nothing, SlowClients];
  audit: [
    {
      readonly before?: number;
      readonly action?: string;
      readonly by?: string;
      readonly app?: string;
      readonly room?: string;
      readonly target?: string;
      readonly from?: number;
      readonly to?: number;
      readonly outcome?: 'done' | 'refused';
      readonly limit?: number;
    },
    Page<AuditEntry>,
  ];
  rooms: [
    PageInput & { readonly text?: string; readonly app?: string; readonly kind?: RoomKind },
    Page<Room>,
  ];
  room: [{ readonly room: string }, RoomDetails];
  'room-messages': [
    {
      readonly room: string;
      readonly before?: number;
      readonly after?: number;
      readonly limit?: number;
    },
    MessagePage,
  ];
  'create-room': [
    {
      readonly app: string;
      readonly name: string;
      readonly description?: string;
      readonly private?: boolean;
    },
    { readonly id: string; readonly uid: string },
  ];
  'delete-message': [
    { readonly room: string; readonly message: string; readonly reason?: string },
    unknown,
  ];
  'purge-room': [{ readonly room: string; readonly reason?: string }, unknown];
  'update-room': [
    {
      readonly room: string;
      readonly name?: string;
      readonly description?: string;
      readonly slowModeSeconds?: number;
    },
    Room,
  ];
  'delete-room': [{ readonly room: string; readonly reason?: string }, unknown];
  users: [
    PageInput & { readonly text?: string; readonly app?: string; readonly withRoles?: boolean },
    Page<User>,
  ];
  user: [UserRef, UserDetails];
  'set-roles': [UserRef & { readonly roles: readonly Role[] }, User];
  'set-password': [
    { readonly user: string },
    { readonly password: string | null; readonly ended: number },
  ];
  'delete-user': [UserRef, unknown];
  'sign-out-user': [UserRef, { readonly ended: number }];
  sanctions: [
    PageInput & {
      readonly kind?: SanctionKind;
      readonly app?: string;
      readonly room?: string;
      readonly text?: string;
    },
    Page<Sanction>,
  ];
  sanction: [
    SanctionPlace & {
      readonly durationMs?: number;
      readonly reason?: string;
      readonly deleteAgeMs?: number | null;
    },
    Sanction & { readonly isStored: boolean; readonly deleted?: number },
  ];
  lift: [SanctionPlace, Sanction];
  apps: [PageInput & { readonly text?: string }, Page<App>];
  keys: [{ readonly app: string }, { readonly items: readonly Key[] }];
  'create-app': [
    { readonly name: string; readonly id?: string },
    { readonly id: string; readonly key: string },
  ];
  'create-key': [{ readonly app: string }, { readonly key: string }];
  'rotate-key': [{ readonly app: string; readonly graceMs: number }, { readonly key: string }];
  'revoke-key': [{ readonly app: string; readonly key: string }, Key];
  bots: [Nothing, Bots];
  'set-bots': [
    { readonly isOn: boolean; readonly probability?: number; readonly rooms?: readonly string[] },
    Bots,
  ];
  retention: [Nothing, { readonly items: readonly Rule[] }];
  'set-retention': [
    {
      readonly scope: Scope;
      readonly id?: string;
      readonly ageMs: number | null;
      readonly countMax: number | null;
      readonly confirm?: string;
    },
    Rule,
  ];
  'clear-retention': [
    { readonly scope: Scope; readonly id?: string; readonly confirm?: string },
    unknown,
  ];
}
