/** A part of a connection's URL that has a field of its own. */
export interface UrlParam {
  readonly name: string;
  /** `{name}` in the path, or in the query. */
  readonly place: 'path' | 'query';
  readonly about: string;
  /** What the field holds at first; empty: the parameter is left out. */
  readonly value: string;
}

/**
 * The URL is what counts; the fields read it and write into it, so that both may be edited.
 * @param template Path with `{name}` for its parameters, e.g. `/ws/chat/{client_id}`.
 */
export function urlOf(origin: string, template: string, params: readonly UrlParam[]): string {
  let url = origin + template;
  for (const { name, place, value } of params) {
    if (place === 'path') url = url.replace(`{${name}}`, encodeURIComponent(value));
    else if (value !== '') url = writeParam(template, url, { name, place }, value);
  }
  return url;
}

type Named = Pick<UrlParam, 'name' | 'place'>;

/** What the URL says of a parameter; `null`: the URL is not of the template's form. */
export function readParam(template: string, url: string, { name, place }: Named): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (place === 'query') return parsed.searchParams.get(name) ?? '';
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

/** The URL with another value of a parameter; as it was when it is not of the template's form. */
export function writeParam(
  template: string,
  url: string,
  { name, place }: Named,
  value: string,
): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (place === 'path') {
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
