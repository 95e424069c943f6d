import { property, textProperty } from '../../lib/json.ts';

/** Calls of `/api/v1` with one key. */
export interface PlatformRest {
  /** The answer's `data`; rejects with the server's words. */
  call(path: string, body?: unknown): Promise<unknown>;
}

/** @param credential An API key or a user token. */
export function createPlatformRest(origin: string, credential: string): PlatformRest {
  return {
    async call(path, body) {
      const response = await fetch(`${origin}/api/v1${path}`, {
        headers: {
          authorization: `Bearer ${credential}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      });
      const answer: unknown = await response.json();
      if (!response.ok)
        throw new Error(textProperty(answer, 'detail') ?? `The server answered ${response.status}`);
      return property(answer, 'data');
    },
  };
}
