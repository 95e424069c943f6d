import type { User } from '@koine/contract';
import type { TSchema } from 'typebox';
import type { CallError } from '../../../api-spec/rest.ts';
import type { Actor } from '../../../core/actor.ts';
import type { Grant } from '../../../core/grants.ts';
import type { Visit } from '../accounts.ts';
import type { CommunityContext } from '../context.ts';
import type { Fields } from './fields.ts';

/** One REST call of this protocol: how it is reached, what goes in and comes out (for the API spec), and what it does. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With `:name` for what varies. */
  readonly url: string;
  /** Unique among the calls of this protocol. */
  readonly id: string;
  readonly about: string;
  /** Whether callers must be signed in; `welcome`: it makes a difference. */
  readonly caller: 'needed' | 'welcome' | 'unneeded';
  /** With a slash behind it the path is another. */
  readonly isPathExact?: true;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** Beside `unauthorized` where a caller is needed, and what any call may be refused with. */
  readonly errors?: readonly CallError[];
  /** `null`: 204, without a body. */
  readonly answers: TSchema | null;
  /** Refusals are thrown as `KoineError`. */
  run(input: CallInput, context: CommunityContext): unknown;
}

export interface CallInput {
  /** What stands in place of a `:name` of the URL; empty if there is none. */
  param(name: string): string;
  readonly query: Fields;
  readonly body: Fields;
  readonly visit: Visit;
  /** Where the caller has reached this server, e.g. `https://chat.example.org`. */
  readonly origin: string;
  /** `null`: nobody, or with a token that is no good. */
  findCaller(): Promise<Caller | null>;
  /** Rejects with `unauthorized`. */
  needCaller(): Promise<Caller>;
}

export interface Caller {
  readonly user: User;
  readonly actor: Actor;
  readonly token: string;
  readonly grant: Grant;
}
