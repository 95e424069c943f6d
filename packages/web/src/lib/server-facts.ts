import type { Limits } from '@koine/contract';
import { type ReadonlySignal, signal } from '@preact/signals';

/** `/assets/server.json`: the server that the page came from. */
export interface ServerFacts {
  readonly version: string;
  readonly urls: readonly string[];
  readonly protocols: readonly ProtocolName[];
  /** `null` in production: a page holds no key. */
  readonly sandbox: { readonly apiKey: string; readonly roomId: string } | null;
  readonly directAuth: 'none' | 'token';
  readonly communityGuests: boolean;
  /** Sites that may frame the embed and control it, as `event.origin` spells them, `https://*.example.org` for all below; empty: any. */
  readonly embedOrigins: readonly string[];
  /** Those in force. Pages have no limits of their own: the server enforces those that they do not know yet. */
  readonly limits: PageLimits;
}

export type PageLimits = Pick<
  Limits,
  | 'nameCharsMax'
  | 'roomNameCharsMax'
  | 'roomDescriptionCharsMax'
  | 'pageSizeMax'
  | 'typingTimeoutMs'
> & { readonly [Name in `${ProtocolName}TextCharsMax` | 'communitySlowModeMinSeconds']: number };

/** Every protocol that a server may speak, in the order in which the playground shows them. */
export const PROTOCOL_NAMES = ['community', 'lobby', 'reactions', 'direct', 'platform'] as const;
export type ProtocolName = (typeof PROTOCOL_NAMES)[number];

const TIMEOUT_MS = 10_000;
const FIRST_WAIT_MS = 1_000;
const WAIT_MS_MAX = 30_000;

export interface LoadedFacts extends Disposable {
  /** `null` until they are known. */
  readonly value: ReadonlySignal<ServerFacts | null>;
}

/** Requests the facts from the server at `origin` until it responds. */
export function loadFacts(origin: string): LoadedFacts {
  const value = signal<ServerFacts | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const load = async (waitMs: number) => {
    try {
      const facts = await fetchFacts(origin);
      if (!isOver) value.value = facts;
    } catch {
      const again = () => void load(Math.min(waitMs * 2, WAIT_MS_MAX));
      if (!isOver) timer = setTimeout(again, waitMs);
    }
  };
  void load(FIRST_WAIT_MS);
  return {
    value,
    [Symbol.dispose]() {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

/** Requests them once. */
export async function fetchFacts(origin: string): Promise<ServerFacts> {
  const response = await fetch(`${origin}/assets/server.json`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.json();
}
