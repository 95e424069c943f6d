import { failed, OFFLINE, ok } from './results.ts';
import type { ChatError, Result } from './types.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

const CODES: Readonly<Record<number, string>> = {
  400: 'invalidInput',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'notFound',
  409: 'conflict',
  429: 'rateLimited',
  503: 'storageUnavailable',
};

/** REST calls of the community protocol. Refusals are values. */
export class Rest {
  readonly #origin: string;
  readonly #token: () => string | null;

  constructor(origin: string, token: () => string | null) {
    this.#origin = origin;
    this.#token = token;
  }

  /** What it answers is not looked at. */
  async done(method: Method, path: string, body?: object): Promise<Result> {
    const answer = await this.call(method, path, body);
    return answer.ok ? ok(undefined) : answer;
  }

  async call<T>(method: Method, path: string, body?: object): Promise<Result<T>> {
    const token = this.#token();
    try {
      const response = await fetch(this.#origin + path, {
        method,
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
    code: CODES[status] ?? 'unknown',
    text: errorText(text) ?? `${status} ${statusText}`,
    ...(seconds > 0 && { retryAfterMs: seconds * 1000 }),
  };
}

function errorText(text: string): string | null {
  try {
    const { error } = JSON.parse(text);
    return typeof error === 'string' ? error : null;
  } catch {
    return null;
  }
}
