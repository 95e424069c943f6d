import { parseJson } from '../console/frame.ts';

/** A call to make. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** JSON; `undefined`: the call has no body. */
  readonly body?: unknown;
  readonly token: string | null;
}

/** One request and its answer, as they happened. */
export interface Exchange {
  readonly method: Call['method'];
  readonly path: string;
  /** Those that the page set; the browser adds its own. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** As sent; `null`: none. */
  readonly body: string | null;
  readonly answer: Answer;
}

export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly statusText: string;
      /** From sending to the last byte. */
      readonly milliseconds: number;
      /** Those that the browser lets a page see. */
      readonly headers: readonly (readonly [name: string, value: string])[];
      /** As received. */
      readonly body: string;
    }
  /** Nothing came back. */
  | { readonly kind: 'failed'; readonly words: string };

/** Makes the call and keeps what was said. Never rejects. */
export async function exchange(origin: string, call: Call): Promise<Exchange> {
  const { method, path, token } = call;
  const body = call.body === undefined ? null : JSON.stringify(call.body);
  const headers: (readonly [string, string])[] = [['Accept', 'application/json']];
  if (body !== null) headers.push(['Content-Type', 'application/json']);
  if (token !== null) headers.push(['Authorization', `Bearer ${token}`]);
  const sent = { method, path, headers, body };
  const begun = performance.now();
  try {
    const init = {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
    };
    const response = await fetch(origin + path, body === null ? init : { ...init, body });
    const text = await response.text();
    const { status, statusText } = response;
    const answer = {
      kind: 'answered',
      status,
      statusText,
      milliseconds: performance.now() - begun,
      headers: [...response.headers],
      body: text,
    } as const;
    return { ...sent, answer };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { ...sent, answer: { kind: 'failed', words: `The server did not answer: ${words}` } };
  }
}

/** The answer's JSON, if it was a success; else `null`. */
export function resultOf({ answer }: Exchange): unknown {
  const isGood = answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
  return isGood ? parseJson(answer.body) : null;
}

/** Headers as HTTP has them. */
export function headerLines(headers: Exchange['headers']): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n');
}

/** A token as it may be shown over a shoulder. */
export function abbreviated(token: string): string {
  return token.length <= 12 ? token : `${token.slice(0, 8)}…`;
}

/** The request as HTTP has it. @param isAbbreviated Whether the token is cut, for showing; not for copying. */
export function requestText(exchanged: Exchange, isAbbreviated: boolean): string {
  const { method, path, headers, body } = exchanged;
  const shown = headers.map(([name, value]) => {
    const [scheme, token] = value.split(' ');
    const isSecret = isAbbreviated && scheme === 'Bearer' && token !== undefined;
    return `${name}: ${isSecret ? `Bearer ${abbreviated(token)}` : value}`;
  });
  return [`${method} ${path}`, ...shown, ...(body === null ? [] : ['', body])].join('\n');
}

/** The same call with curl, to copy. */
export function curlText(origin: string, { method, path, headers, body }: Exchange): string {
  const options = [
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [`-d ${quoted(body)}`]),
  ];
  return [`curl -i ${quoted(origin + path)}`, ...options].join(' \\\n  ');
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
