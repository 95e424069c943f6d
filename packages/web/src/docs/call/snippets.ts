import type { PreparedRequest } from './request.ts';

/** The request as a command for a shell. */
export function curl({ method, url, headers, body }: PreparedRequest): string {
  const lines = [`curl -X ${method} ${quote(url)}`];
  for (const [name, value] of Object.entries(headers))
    lines.push(`-H ${quote(`${name}: ${value}`)}`);
  if (body !== null) lines.push(`-d ${quote(body)}`);
  return lines.join(' \\\n  ');
}

/** The request in JavaScript, for browsers and Node alike. */
export function javaScript({ method, url, headers, body }: PreparedRequest): string {
  const hasHeaders = Object.keys(headers).length > 0;
  const options = [
    `  method: ${JSON.stringify(method)},`,
    ...(hasHeaders ? [`  headers: ${indented(JSON.stringify(headers, null, 2))},`] : []),
    ...(body === null ? [] : [`  body: ${bodyCode(body)},`]),
  ];
  return [
    `const answer = await fetch(${JSON.stringify(url)}, {`,
    ...options,
    '});',
    'console.log(answer.status, await answer.text());',
  ].join('\n');
}

function bodyCode(body: string): string {
  try {
    return `JSON.stringify(${indented(JSON.stringify(JSON.parse(body), null, 2))})`;
  } catch {
    return JSON.stringify(body);
  }
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}

/** For a POSIX shell: nothing inside single quotes means anything. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
