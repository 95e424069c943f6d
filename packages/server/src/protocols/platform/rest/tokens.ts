import Type from 'typebox';
import { parseUserId, USER_ID_PATTERN } from '../../../core/ids.ts';
import { parseName } from '../../../core/text.ts';
import { textOrNull } from '../schema.ts';
import { iso } from '../time.ts';
import { keyActor } from './actors.ts';
import { callsOf, type PlatformApp, type RestDeps } from './call.ts';
import { Answer, success, Timestamp } from './envelope.ts';

const SECONDS_MAX = 86_400;
const SECONDS_DEFAULT = 3600;
const ROOMS_MAX = 100;

const TokenBody = Type.Object({
  user_id: Type.String({ pattern: USER_ID_PATTERN }),
  user_name: textOrNull({}),
  rooms: Type.Optional(
    Type.Unsafe<readonly string[] | null>({
      type: ['array', 'null'],
      items: Type.String({ format: 'uuid' }),
      maxItems: ROOMS_MAX,
      description: 'Ids of the rooms it is limited to; without it, all that its user may enter',
    }),
  ),
  expires_in: Type.Optional(
    Type.Integer({ minimum: 1, maximum: SECONDS_MAX, default: SECONDS_DEFAULT, description: 's' }),
  ),
});

const TokenView = Type.Object({
  token: Type.String({ description: 'A JWT that a browser may hold' }),
  expires_at: Timestamp,
});

const call = callsOf('Platform tokens');

/** Tokens that an app gives its users. */
export function tokenRoutes(app: PlatformApp, { core }: RestDeps): void {
  const { apps, clock, limits } = core;

  app.post(
    '/tokens',
    call('createToken', 'Creates a token with which one user may connect and call.', 'key', [], {
      body: TokenBody,
      response: { 201: Answer(TokenView) },
    }),
    async (request, reply) => {
      const actor = keyActor(request);
      const { user_id: userId, user_name: name, rooms, expires_in: seconds } = request.body;
      // A JWT has whole seconds only; the response has what the token has.
      const issuedAt = Math.floor(clock.now() / 1000) * 1000;
      const expiresAt = issuedAt + (seconds ?? SECONDS_DEFAULT) * 1000;
      const user = {
        userId: parseUserId(userId, 'user_id'),
        userName: name == null ? null : parseName(name, 'user_name', limits.nameCharsMax),
        rooms: rooms ?? null,
      };
      const token = await apps.issueUserToken(actor, user, expiresAt);
      reply.status(201);
      return success(clock, { token, expires_at: iso(expiresAt) });
    },
  );
}
