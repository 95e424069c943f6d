import type { User } from '@koine/contract';
import type { Actor } from '../../../core/actor.ts';
import type { Holder } from '../../../core/sign-ins.ts';
import type { Visit } from '../accounts.ts';
import type { CommunityContext } from '../context.ts';
import type { SystemType } from '../schema.ts';

/** The socket on which a command was given. */
export interface CommandHost {
  readonly visit: Visit;
  readonly user: User | null;
  sendSystem(type: SystemType, text: string): void;
  requireActor(): Actor;
  requireRoom(): string;
  signIn(holder: Holder): Promise<void>;
  logout(): Promise<void>;
  join(uid: string): Promise<void>;
  /** `false`: it was in none. */
  leave(): boolean;
  quit(): void;
}

export interface Command {
  /** As `!help` shows it. */
  readonly usage: string;
  readonly about: string;
  /** `rest`: what stands behind the name, trimmed. Rejections are thrown as `KoineError`; the reply is `system`. */
  run(rest: string, host: CommandHost, context: CommunityContext): void | Promise<void>;
}

export type Commands = Readonly<Record<string, Command>>;
