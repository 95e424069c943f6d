/** One of the pages. */
export type PageName = 'playground' | 'embed' | 'admin' | 'docs';

/**
 * The headers of a page: nothing but this server's own files and sockets, no script or style inside the page. `'self'` covers
 * web sockets to the page's own origin. The sites of `embedOrigins` may frame the embed, any site if there are none; no site may
 * frame the others.
 */
export function pageHeaders(
  page: PageName,
  embedOrigins: readonly string[] = [],
): Readonly<Record<string, string>> {
  // The server's own pages show the embed too.
  const framers = embedOrigins.length === 0 ? '*' : ["'self'", ...embedOrigins].join(' ');
  const showsEmbeds = page === 'playground' || page === 'docs';
  return {
    'content-security-policy': policy({
      ...(showsEmbeds ? { 'frame-src': "'self'" } : {}),
      'frame-ancestors': page === 'embed' ? framers : "'none'",
    }),
    ...COMMON,
    ...(page === 'embed'
      ? { 'cross-origin-resource-policy': 'cross-origin' }
      : { 'cross-origin-opener-policy': 'same-origin' }),
  };
}

/** The headers of what pages are made of. */
export function assetHeaders(): Readonly<Record<string, string>> {
  return {
    'content-security-policy': policy({ 'frame-ancestors': "'none'" }),
    ...COMMON,
    'cross-origin-resource-policy': 'cross-origin',
  };
}

const COMMON = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

function policy(more: Readonly<Record<string, string>>): string {
  const directives = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self'",
    'font-src': "'self'",
    'connect-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    ...more,
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
