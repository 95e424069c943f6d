import { decodePart } from '../../lib/hash-route.ts';

/** A part of a connection's URL that has a field of its own. */
export interface UrlParam {
  readonly name: string;
  /** `{name}` in the path, or in the query. */
  readonly part: 'path' | 'query';
  readonly about: string;
  /** The field's first value; empty: the parameter is left out. */
  readonly value: string;
}

/**
 * The fields read the URL and write into it, so that both may be edited.
 * @param template Path with `{name}` for its parameters, e.g. `/ws/chat/{client_id}`.
 */
export function urlOf(origin: string, template: string, params: readonly UrlParam[]): string {
  let url = origin + template;
  for (const { name, part, value } of params) {
    if (part === 'path') url = url.replace(`{${name}}`, encodeURIComponent(value));
    else if (value !== '') url = writeParam(template, url, { name, part }, value);
  }
  return url;
}

type Named = Pick<UrlParam, 'name' | 'part'>;

/** The URL's value of a parameter; `null`: the URL does not fit the template. */
export function readParam(template: string, url: string, { name, part }: Named): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (part === 'query') return parsed.searchParams.get(name) ?? '';
  const segment = segmentsOf(template, parsed)?.[indexOf(template, name)];
  return segment === undefined ? null : decodePart(segment);
}

/** The URL with another value of a parameter; unchanged if it does not fit the template. */
export function writeParam(
  template: string,
  url: string,
  { name, part }: Named,
  value: string,
): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (part === 'path') {
    const segments = segmentsOf(template, parsed);
    if (segments === null) return url;
    segments[indexOf(template, name)] = encodeURIComponent(value);
    parsed.pathname = segments.join('/');
  } else if (value === '') parsed.searchParams.delete(name);
  else parsed.searchParams.set(name, value);
  return parsed.href;
}

/** `null`: not as many as in the template. */
function segmentsOf(template: string, { pathname }: URL): string[] | null {
  const segments = pathname.split('/');
  return segments.length === template.split('/').length ? segments : null;
}

function indexOf(template: string, name: string): number {
  return template.split('/').indexOf(`{${name}}`);
}
