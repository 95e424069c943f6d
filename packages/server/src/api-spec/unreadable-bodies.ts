import type { ErrorExample } from './rest.ts';

/** Bodies that are refused before a call sees them, as `{error: text}`. */
export const UNREADABLE_BODIES: readonly ErrorExample[] = [
  {
    status: 400,
    body: { error: "Body is not valid JSON but content-type is set to 'application/json'" },
  },
  { status: 413, body: { error: 'Request body is too large' } },
  { status: 415, body: { error: 'Compressed bodies are not taken (Content-Encoding: gzip)' } },
];
