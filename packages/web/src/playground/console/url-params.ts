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
  const at = segmentOf(template, name);
  const segments = parsed.pathname.split('/');
  if (segments.length !== template.split('/').length) return null;
  const segment = segments[at];
  if (segment === undefined) return null;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
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
    const segments = parsed.pathname.split('/');
    if (segments.length !== template.split('/').length) return url;
    segments[segmentOf(template, name)] = encodeURIComponent(value);
    parsed.pathname = segments.join('/');
  } else if (value === '') parsed.searchParams.delete(name);
  else parsed.searchParams.set(name, value);
  return parsed.href;
}

function segmentOf(template: string, name: string): number {
  return template.split('/').indexOf(`{${name}}`);
}
