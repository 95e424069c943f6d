import { property, textProperty } from '../../lib/json.ts';

/** The response's `data`; rejects with the server's error text. */
export type PlatformCall = (path: string, body?: unknown) => Promise<unknown>;

/** Calls of `/api/v1`. @param credential An API key or a user token. */
export function createPlatformCall(origin: string, credential: string): PlatformCall {
  return async (path, body) => {
    const response = await fetch(`${origin}/api/v1${path}`, {
      headers: {
        authorization: `Bearer ${credential}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    const result: unknown = await response.json();
    if (!response.ok)
      throw new Error(textProperty(result, 'detail') ?? `The server answered ${response.status}`);
    return property(result, 'data');
  };
}
