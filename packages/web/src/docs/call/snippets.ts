import type { HttpRequest } from '../../lib/http-request.ts';
import { parseJson } from '../../lib/json.ts';

/** The request in JavaScript, for browsers and Node alike. */
export function javaScript({ method, url, headers, body }: HttpRequest): string {
  const hasHeaders = Object.keys(headers).length > 0;
  const options = [
    `  method: ${JSON.stringify(method)},`,
    ...(hasHeaders ? [`  headers: ${indented(JSON.stringify(headers, null, 2))},`] : []),
    ...(body === null ? [] : [`  body: ${bodyCode(body)},`]),
  ];
  return [
    `const response = await fetch(${JSON.stringify(url)}, {`,
    ...options,
    '});',
    'console.log(response.status, await response.text());',
  ].join('\n');
}

function bodyCode(body: string): string {
  const value = parseJson(body);
  if (value === undefined) return JSON.stringify(body);
  return `JSON.stringify(${indented(JSON.stringify(value, null, 2))})`;
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
