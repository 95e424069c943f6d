/**
 * What the API spec of REST calls is made of, beyond the schemas that a route already has: words on each route, and once a
 * scope how its callers show who they are and how it refuses them.
 */
import type { ErrorCode, ErrorDetails } from '@koine/contract';
import type { FastifySchema } from 'fastify';
import type { TSchema } from 'typebox';

/** A rejection that a call may meet: by the core's code, or with words of its own. */
export type CallError = ErrorCode | readonly [code: ErrorCode, text: string];

/** The limits that a protocol names in its rejections: of a text’s length, and of messages in a time. `null`: it names none. */
export interface ErrorLimits {
  readonly text: string | null;
  readonly rate: string | null;
}

/** How a caller may show who they are; `anonymous`: they need not. */
export type Credential =
  | 'anonymous'
  | 'communityToken'
  | 'communityQueryToken'
  | 'apiKey'
  | 'apiKeyAsBearer'
  | 'userToken'
  | 'adminKey';

declare module 'fastify' {
  interface FastifySchema {
    /** One line. Every route has one, or it is a page and `hide` is set; a server with a route that has neither does not start. */
    readonly summary?: string;
    /** Markdown. */
    readonly description?: string;
    /** Unique among all calls. */
    readonly operationId?: string;
    /** One of the scope's. */
    readonly tag?: string;
    /** Any of these will do. */
    readonly credentials?: readonly Credential[];
    /** Beside those of the whole scope. */
    readonly errors?: readonly CallError[];
    /** No part of the API spec: a page, or a file of one. */
    readonly hide?: true;
  }
  interface FastifyContextConfig {
    /**
     * The path with a slash behind it is another, and there is none such. For what `..` behind a longer path would lead to, once
     * a client or proxy has resolved it.
     */
    readonly isPathExact?: true;
  }
}

/** A header of answers. */
export interface HeaderSpec {
  readonly about: string;
  readonly schema: TSchema;
  /** Only on answers of this status. */
  readonly status?: number;
}

/** How a rejection looks. */
export interface ErrorExample {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One scope of calls: those of a protocol, or the server's own. */
export interface RestSpec {
  /** As it is called where calls are listed. */
  readonly name: string;
  readonly about: string;
  /** Groups of calls: names to what they are about. Names are unique among all scopes. */
  readonly tags: Readonly<Record<string, string>>;
  /** Bodies may come as forms too. */
  readonly takesForms: boolean;
  /** What any of its calls may be refused with. */
  readonly errors: readonly CallError[];
  /** What calls with a body, parameters or a query may be refused with. */
  readonly inputErrors: readonly CallError[];
  readonly limits: ErrorLimits;
  /** The shape of rejections. */
  readonly errorShape: TSchema;
  errorExample(code: ErrorCode, text: string | null, details: ErrorDetails): ErrorExample;
  /** How calls with a body refuse one that they cannot read, where no code of the core says so. */
  readonly bodyErrors: readonly ErrorExample[];
  readonly headers: Readonly<Record<string, HeaderSpec>>;
  /** Shapes that stand in more than one call, by the name under which the API spec has them. */
  readonly schemas: Readonly<Record<string, TSchema>>;
}

/** A route as Fastify has it. */
export interface RecordedRoute {
  readonly method: string;
  /** With `:name` for what varies. */
  readonly url: string;
  readonly schema: FastifySchema;
  readonly spec: () => Promise<RestSpec>;
}
