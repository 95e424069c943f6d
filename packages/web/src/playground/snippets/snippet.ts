/** The server that the code is for: what it is written with, so that it runs as copied. */
export interface SnippetContext {
  /** e.g. `http://127.0.0.1:8080` */
  readonly http: string;
  /** e.g. `ws://127.0.0.1:8080` */
  readonly ws: string;
  /** The platform protocol's key; words to replace where a page must not hold one. */
  readonly apiKey: string;
  /** The app's room. */
  readonly roomId: string;
  /** A community room. */
  readonly communityRoom: string;
  readonly directAuth: 'none' | 'token';
  readonly areGuestsAllowed: boolean;
}

export const LANGUAGES = ['JavaScript', 'Python', 'Java', 'curl'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A program to copy. */
export interface Snippet {
  /** What it needs and how it is run, in one line. */
  readonly needs: string;
  readonly file: string;
  readonly code: string;
}

/** One program in each language. */
export type Snippets = Readonly<Record<Language, Snippet>>;

/** Without the line break that a template begins with. */
export function lines(text: string): string {
  return `${text.trim()}\n`;
}

/** A text as a literal that JavaScript, Python and Java read alike. */
export function literal(value: unknown): string {
  return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value));
}
