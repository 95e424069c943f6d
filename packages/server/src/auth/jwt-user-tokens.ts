import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';
import type { UserClaims, UserTokens } from '../core/apps.ts';

/**
 * User tokens as JWT (RFC 7519), HS256 under the app's own secret. `iss` is the app, `sub` the user; `name` and `rooms` as
 * in the claims, `gen` and `sgen` the generations of the user and of the secret (absent: 0).
 */
export const jwtUserTokens: UserTokens = {
  sign(claims, secret) {
    const body = {
      ...(claims.userName !== null && { name: claims.userName }),
      ...(claims.rooms !== null && { rooms: claims.rooms }),
      gen: claims.generation,
      sgen: claims.secretGeneration,
    };
    return new SignJWT(body)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(claims.appId)
      .setSubject(claims.userId)
      .setExpirationTime(Math.floor(claims.expiresAt / 1000))
      .sign(keyOf(secret));
  },

  appOf(token) {
    try {
      const iss: unknown = decodeJwt(token).iss;
      return typeof iss === 'string' ? iss : null;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
      throw error;
    }
  },

  async verify(token, secret, now): Promise<UserClaims | null> {
    try {
      const options = {
        algorithms: ['HS256'],
        currentDate: new Date(now),
        requiredClaims: ['exp', 'sub', 'iss'],
      };
      const { payload } = await jwtVerify(token, keyOf(secret), options);
      const { iss, sub, exp, name, rooms, gen = 0, sgen = 0 } = payload;
      // The types say texts; anyone who made the token may have written anything.
      if (typeof iss !== 'string' || typeof sub !== 'string' || typeof exp !== 'number')
        return null;
      // A limit that cannot be read is no licence to go anywhere.
      if (rooms !== undefined && !isTexts(rooms)) return null;
      if (typeof gen !== 'number' || typeof sgen !== 'number') return null;
      return {
        appId: iss,
        userId: sub,
        userName: typeof name === 'string' ? name : null,
        rooms: rooms ?? null,
        expiresAt: exp * 1000,
        generation: gen,
        secretGeneration: sgen,
      };
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  },
};

function keyOf(secret: string): Uint8Array {
  return new TextEncoder().encode(secret);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
