import { type HttpRequest, type HttpResponse, send } from '../../lib/http-request.ts';
import { parseJson } from '../../lib/json.ts';

/** A call to make. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** JSON; `undefined`: the call has no body. */
  readonly body?: unknown;
  readonly token: string | null;
}

/** One request and its answer. */
export interface Exchange {
  readonly request: HttpRequest;
  readonly answer: HttpResponse;
}

/** Makes the call. Never rejects. */
export async function exchange(origin: string, call: Call): Promise<Exchange> {
  const { method, path, token } = call;
  const headers = {
    Accept: 'application/json',
    ...(call.body !== undefined && { 'Content-Type': 'application/json' }),
    ...(token !== null && { Authorization: `Bearer ${token}` }),
  };
  const body = call.body === undefined ? null : JSON.stringify(call.body);
  const request = { method, url: origin + path, headers, body };
  return { request, answer: await send(request) };
}

/** The answer's JSON, if the call succeeded; otherwise `null`. */
export function resultOf({ answer }: Exchange): unknown {
  const isGood = answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
  return isGood ? parseJson(answer.body) : null;
}

/** A token that may be shown on a screen. */
export function abbreviated(token: string): string {
  return token.length <= 12 ? token : `${token.slice(0, 8)}…`;
}

/** The request as HTTP has it. @param isAbbreviated Whether the token is cut, for showing; not for copying. */
export function requestText({ request }: Exchange, isAbbreviated: boolean): string {
  const { method, url, headers, body } = request;
  const shown = Object.entries(headers).map(([name, value]) => {
    const [scheme, token] = value.split(' ');
    const isSecret = isAbbreviated && scheme === 'Bearer' && token !== undefined;
    return `${name}: ${isSecret ? `Bearer ${abbreviated(token)}` : value}`;
  });
  const { pathname, search } = new URL(url);
  return [`${method} ${pathname}${search}`, ...shown, ...(body === null ? [] : ['', body])].join(
    '\n',
  );
}
