import type { User } from '@koine/contract';
import type { TSchema } from 'typebox';
import type { CallError } from '../../../api-spec/rest.ts';
import type { Actor } from '../../../core/actor.ts';
import type { Grant } from '../../../core/grants.ts';
import type { Visit } from '../accounts.ts';
import type { CommunityContext } from '../context.ts';
import type { Fields } from './fields.ts';

/** REST calls by method and path, with `:name` for what varies. */
export type Calls = Readonly<Record<`${'GET' | 'POST' | 'PATCH' | 'DELETE'} /${string}`, Call>>;

/** One REST call: what goes in and comes out (for the API spec), and what it does. Errors are thrown as `KoineError`. */
export type Call = CallShape &
  (
    | {
        readonly auth: 'required';
        run(input: CallInput, context: CommunityContext, principal: Principal): unknown;
      }
    | {
        readonly auth: 'optional';
        run(input: CallInput, context: CommunityContext, principal: Principal | null): unknown;
      }
    | { readonly auth: 'none'; run(input: CallInput, context: CommunityContext): unknown }
  );

interface CallShape {
  /** Unique among the calls of this protocol. */
  readonly id: string;
  readonly about: string;
  /** With a slash behind it the path is another. */
  readonly isPathExact?: true;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** Beside `unauthorized` where `auth` is required, and the errors that any call may meet. */
  readonly errors?: readonly CallError[];
  /** `null`: 204, without a body. */
  readonly response: TSchema | null;
}

export interface CallInput {
  /** What stands in place of a `:name` of the URL; empty if there is none. */
  param(name: string): string;
  readonly query: Fields;
  readonly body: Fields;
  /** Whether the body is a form, whose values are all texts. */
  readonly isForm: boolean;
  readonly visit: Visit;
  /** Where the caller has reached this server, e.g. `https://chat.example.org`. */
  readonly origin: string;
}

/** Who calls. */
export interface Principal {
  readonly user: User;
  readonly actor: Actor;
  readonly token: string;
  readonly grant: Grant;
}
