import type { Credential } from './rest.ts';

type SchemeName = Exclude<Credential, 'anonymous'>;

/** How callers show who they are, as OpenAPI's `securitySchemes`. */
export const SECURITY_SCHEMES: Readonly<Record<SchemeName, object>> = {
  communityToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'Community: the `token` of `POST /users/login` or `/users/register`.',
  },
  communityQueryToken: {
    type: 'apiKey',
    in: 'query',
    name: 'token',
    description: 'Community: the same token, for clients that cannot set headers.',
  },
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'Platform: an app’s key. For servers only: it has full access to its app.',
  },
  apiKeyAsBearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'Platform: an app’s key as a bearer token.',
  },
  userToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Platform: a token of `POST /api/v1/tokens`. It acts as its user and no other.',
  },
  adminKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Admin-Key',
    description: 'The operator’s key (setting `adminKey`).',
  },
};

/** How clients of sockets show who they are, as AsyncAPI's `securitySchemes`. */
export const SOCKET_SCHEMES = {
  platformToken: {
    type: 'httpApiKey',
    in: 'query',
    name: 'token',
    description: 'Platform: a token of `POST /api/v1/tokens`, or, for servers only, an app’s key.',
  },
} as const;

/** As an operation has it: alternatives. */
export function securityOf(credentials: readonly Credential[]): Record<string, never[]>[] {
  return credentials.map((name) => (name === 'anonymous' ? {} : { [name]: [] }));
}
