import { ERRORS } from '@koine/contract';

/** docs/reference/errors.md. */
export function errorsReference(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, text, isRetryable }]) =>
      `| \`${code}\` | ${status} | ${text} | ${isRetryable ? 'yes' : 'no'} |`,
  );
  return `# Errors

This page is written by \`koine docs\` from the one table of expected failures (\`packages/contract/src/errors.ts\`).

Whatever goes wrong as expected has one of these codes inside the server, over every protocol. Each protocol says it in its
own words and its own form: an error frame, a system message, an HTTP status with a body. Those texts stand in \`protocols/<name>/words.ts\`
or \`errors.ts\` of its folder under \`packages/server/src/protocols/\`, one for each code; where a protocol has none, it says
the text given here. *Status* is that of HTTP answers unless the protocol's own document asks for another. *Retry*: whether the
same request may succeed later without a change; an answer then says when, if that is known. Codes are never used again for
another meaning.

| code | status | text | retry |
|---|---|---|---|
${rows.join('\n')}
`;
}
