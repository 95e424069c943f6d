import { effect, untracked } from '@preact/signals';
import type { FrameMessage, HostMessage, HostStyle } from '../lib/host-messages.ts';
import type { Chat } from './types.ts';

/**
 * Lets the page around the frame (or the one that opened the window) steer the chat, and tells it what is new. The page itself may
 * steer it in the same way; what others say is not listened to. Where the server names the sites that may embed it, pages of
 * others sign nobody in or out and choose no room; what comes before that is known waits. Returns how to stop.
 */
export function connectHost(chat: Chat): () => void {
  const host: Window | null = parent === window ? opener : parent;
  let early: MessageEvent<unknown>[] = [];
  const obeyAs = ({ origin, data }: MessageEvent<unknown>, origins: readonly string[]) => {
    if (isObject(data)) obey(data, chat, isAdmitted(origin, origins));
  };
  const hear = (message: MessageEvent<unknown>) => {
    const { source } = message;
    if (source !== window && (source === null || source !== host)) return;
    const facts = chat.facts.peek();
    if (facts !== null) obeyAs(message, facts.embedOrigins);
    else if (early.length < EARLY_MAX) early.push(message);
  };
  addEventListener('message', hear);
  const stopWaiting = effect(() => {
    const facts = chat.facts.value;
    if (facts === null) return;
    const waiting = early;
    early = [];
    untracked(() => {
      for (const message of waiting) obeyAs(message, facts.embedOrigins);
    });
  });
  const stopHearing = () => {
    removeEventListener('message', hear);
    stopWaiting();
  };
  if (host === null) return stopHearing;
  // Anybody can be the host, and nothing that is told is secret.
  const tell = (message: FrameMessage) => host.postMessage(message, '*');
  tell({ koine: 'ready' });
  const stops = tellNews(chat, tell);
  return () => {
    stopHearing();
    for (const stop of stops) stop();
  };
}

/** A host says a handful of things at the beginning. */
const EARLY_MAX = 100;

/** Whether a page of `origin` may say who is here and where. `origins` may hold `https://*.example.org`; empty: any. */
export function isAdmitted(origin: string, origins: readonly string[]): boolean {
  if (origins.length === 0 || origin === location.origin) return true;
  return origins.some((one) => {
    const [scheme = '', parent] = one.split('*');
    if (parent === undefined) return one === origin;
    return origin.startsWith(scheme) && origin.endsWith(parent);
  });
}

function tellNews(chat: Chat, tell: (message: FrameMessage) => void): readonly (() => void)[] {
  let lastNotice = 0;
  return [
    effect(() => tell({ koine: 'auth', isSignedIn: chat.me.value !== null })),
    effect(() => tell({ koine: 'unread', count: chat.unread.value.count })),
    effect(() => {
      const room = chat.room.value;
      tell({ koine: 'room', uid: room?.uid ?? null, name: room?.name ?? '' });
    }),
    effect(() => {
      for (const { id, kind, text } of chat.notices.value) {
        if (id <= lastNotice) continue;
        lastNotice = id;
        if (kind === 'error') tell({ koine: 'error', text });
      }
    }),
  ];
}

/** Keys that are not what they should be are as if not sent. */
function obey(
  message: { readonly [Key in keyof HostMessage]?: unknown },
  chat: Chat,
  isAdmittedHost: boolean,
): void {
  const { login, room, theme, style } = message;
  if (isAdmittedHost) {
    if (typeof room === 'string' && room !== '') chat.enter(room);
    if (login === null) chat.signOut();
    else if (typeof login === 'string' && login !== '') chat.signIn({ by: 'token', token: login });
  }
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
  if (isObject(style)) dress(style);
}

/**
 * The room in a window of its own, which is told what this page was told: who is signed in, and the look. It could not know
 * otherwise: what a frame keeps is kept apart for each site around it.
 */
export function popOut({ token }: Chat, room: string): void {
  const url = new URL(location.href);
  url.searchParams.set('room', room);
  // Nobody is to come as a guest who is somebody.
  if (token !== null) url.searchParams.delete('guest');
  const popup = open(url, '_blank', 'popup,width=420,height=680');
  if (popup === null) return;
  const ended = new AbortController();
  const hear = ({ source, data }: MessageEvent<FrameMessage | null>) => {
    if (source !== popup || data?.koine !== 'ready') return;
    const { dataset, style } = document.documentElement;
    const message = {
      login: token ?? undefined,
      theme: dataset['theme'] ?? 'system',
      style: Object.fromEntries(
        PROPERTIES.map(([key, property]) => [key, style.getPropertyValue(property)]),
      ),
    };
    popup.postMessage(message, location.origin);
  };
  addEventListener('message', hear, { signal: ended.signal });
  // No event tells of a window that is closed.
  const watch = setInterval(() => {
    if (popup.closed) ended.abort();
  }, CLOSED_EVERY_MS);
  ended.signal.addEventListener('abort', () => clearInterval(watch));
}

const CLOSED_EVERY_MS = 5_000;

const PROPERTIES = [
  ['accent', '--accent', 'color'],
  ['radius', '--radius', 'border-radius'],
  ['font', '--font', 'font-family'],
] as const;

/** Only what is a value of its kind: no value brings in anything from elsewhere. */
function dress(style: { readonly [Key in keyof HostStyle]?: unknown }): void {
  const root = document.documentElement.style;
  for (const [key, property, kind] of PROPERTIES) {
    const value = style[key];
    if (value === '') root.removeProperty(property);
    else if (typeof value === 'string' && CSS.supports(kind, value))
      root.setProperty(property, value);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
