import type { FastifySchema } from 'fastify';
import type { CallRefusal, Credential } from '../../../api-spec/rest.ts';
import type { PlatformTag } from './api-spec.ts';

/** Who may call: the app itself; also a user with a token; only the operator. */
type Who = 'key' | 'token' | 'operator';

const KEY: readonly Credential[] = ['apiKey', 'apiKeyAsBearer'];
const CREDENTIALS: Readonly<Record<Who, readonly Credential[]>> = {
  key: KEY,
  token: [...KEY, 'userToken'],
  operator: ['adminKey'],
};

/** What the API spec says of a call, for its schema. `refuses`: beside what any call may be refused with. */
export function words(
  tag: PlatformTag,
  id: string,
  summary: string,
  who: Who,
  refuses: readonly CallRefusal[] = [],
): Pick<FastifySchema, 'tag' | 'operationId' | 'summary' | 'credentials' | 'refuses'> {
  return {
    tag,
    operationId: `platform${id.charAt(0).toUpperCase()}${id.slice(1)}`,
    summary,
    credentials: CREDENTIALS[who],
    refuses,
  };
}
