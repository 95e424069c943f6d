import type { ServerFacts } from '../../lib/server-facts.ts';

/** The server's addresses, keys and rooms, so that the code runs as copied. */
export interface SnippetContext {
  /** e.g. `http://127.0.0.1:8080` */
  readonly http: string;
  /** e.g. `ws://127.0.0.1:8080` */
  readonly ws: string;
  /** The platform protocol's key, or a placeholder: a page of a production server holds none. */
  readonly apiKey: string;
  /** The app's room. */
  readonly roomId: string;
  /** A community room. */
  readonly communityRoom: string;
  readonly directAuth: 'none' | 'token';
  readonly areGuestsAllowed: boolean;
}

/** The sandbox's own community room. */
export const SANDBOX_COMMUNITY_ROOM = 'XPeDGLvd6D';

/** @param communityRoom The uid of the chosen room; `null`: none is chosen. */
export function snippetContext(
  facts: Pick<ServerFacts, 'sandbox' | 'directAuth' | 'communityGuests'>,
  origin: string,
  communityRoom: string | null,
): SnippetContext {
  const { sandbox, directAuth, communityGuests } = facts;
  return {
    http: origin,
    ws: origin.replace(/^http/, 'ws'),
    apiKey: sandbox?.apiKey ?? 'YOUR_API_KEY',
    roomId: sandbox?.roomId ?? 'YOUR_ROOM_ID',
    communityRoom: communityRoom ?? (sandbox === null ? 'YOUR_ROOM_UID' : SANDBOX_COMMUNITY_ROOM),
    directAuth,
    areGuestsAllowed: communityGuests,
  };
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
