import { errorMessage } from './error-message.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  /** Those that the page sets; the browser adds its own. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** The answer as received. */
export type HttpResponse =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly statusText: string;
      /** Those that the browser lets a page see. */
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly body: string;
      readonly bytes: number;
      /** From sending to the last byte. */
      readonly ms: number;
    }
  | { readonly kind: 'failed'; readonly error: string };

/** Never rejects. */
export async function send({ method, url, headers, body }: HttpRequest): Promise<HttpResponse> {
  const startedAt = performance.now();
  try {
    const answer = await fetch(url, { method, headers: { ...headers }, body, cache: 'no-store' });
    const bytes = await answer.arrayBuffer();
    return {
      kind: 'answered',
      status: answer.status,
      statusText: answer.statusText,
      headers: Array.from(answer.headers),
      body: new TextDecoder().decode(bytes),
      bytes: bytes.byteLength,
      ms: performance.now() - startedAt,
    };
  } catch (error) {
    return { kind: 'failed', error: errorMessage(error) };
  }
}

/** The request as a command for a POSIX shell. */
export function curl({ method, url, headers, body }: HttpRequest): string {
  const lines = [`curl -X ${method} ${quote(url)}`];
  for (const [name, value] of Object.entries(headers))
    lines.push(`-H ${quote(`${name}: ${value}`)}`);
  if (body !== null) lines.push(`-d ${quote(body)}`);
  return lines.join(' \\\n  ');
}

/** Nothing inside single quotes means anything to the shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** `1.5 ms`, `120 ms`. */
export function formatMs(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}
