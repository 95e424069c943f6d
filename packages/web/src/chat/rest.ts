import { parseJson, textProperty } from '../lib/json.ts';
import { failed, OFFLINE, ok } from './results.ts';
import type { ChatError, Result } from './types.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** How long a call waits for its response. */
const TIMEOUT_MS = 15_000;

/** REST calls of the community protocol. Rejections are values. */
export class Rest {
  readonly #origin: string;
  readonly #token: () => string | null;
  readonly #timeoutMs: number;

  constructor(origin: string, token: () => string | null, timeoutMs: number = TIMEOUT_MS) {
    this.#origin = origin;
    this.#token = token;
    this.#timeoutMs = timeoutMs;
  }

  /** A call whose result is not needed. */
  async run(method: Method, path: string, body?: object): Promise<Result> {
    const result = await this.call(method, path, body);
    return result.ok ? ok(undefined) : result;
  }

  async call<T>(method: Method, path: string, body?: object): Promise<Result<T>> {
    const token = this.#token();
    try {
      const response = await fetch(this.#origin + path, {
        method,
        // Covers the body too: a connection that dies in between reports nothing.
        signal: AbortSignal.timeout(this.#timeoutMs),
        headers: {
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) return failed(errorOf(response, text));
      return ok(text === '' ? undefined : JSON.parse(text));
    } catch {
      return failed(OFFLINE);
    }
  }
}

function errorOf({ status, statusText, headers }: Response, text: string): ChatError {
  const seconds = Number(headers.get('retry-after'));
  return {
    code: headers.get('x-error-code') ?? 'unknown',
    text: textProperty(parseJson(text), 'error') ?? `${status} ${statusText}`,
    ...(seconds > 0 && { retryAfterMs: seconds * 1000 }),
  };
}
