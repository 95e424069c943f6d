/** What the operator's commands take and return, as views name it. */
import type { AdminCommands } from '@koine/contract/admin';

export type CommandName = keyof AdminCommands;
export type Input<Name extends CommandName> = AdminCommands[Name]['input'];
export type Output<Name extends CommandName> = AdminCommands[Name]['output'];
type Item<Name extends 'apps' | 'audit' | 'keys' | 'retention' | 'rooms' | 'sanctions' | 'users'> =
  Output<Name>['items'][number];

export type App = Item<'apps'>;
export type AuditEntry = Item<'audit'>;
export type Key = Item<'keys'>;
export type Room = Item<'rooms'>;
export type Rule = Item<'retention'>;
export type Sanction = Item<'sanctions'>;
export type User = Item<'users'>;
export type Message = Output<'room-messages'>['messages'][number];
export type Sample = Output<'live'>['samples'][number];
export type SlowClient = Output<'slow-clients'>['behind'][number];
