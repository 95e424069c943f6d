import { effect, untracked } from '@preact/signals';
import type { FrameMessage, HostMessage, HostStyle } from '../lib/host-messages.ts';
import type { Chat } from './chat.ts';

/**
 * Lets the page around the frame (or the one that opened the window) control the chat, and reports changes to it. The page itself
 * may control it in the same way; messages of others are ignored. Where the server lists the sites that may embed it, pages of
 * other sites cannot sign in or out or choose a room; messages that come before the list is known wait. Returns how to stop.
 */
export function connectHost(chat: Chat): () => void {
  const host: Window | null = parent === window ? opener : parent;
  let queued: MessageEvent<unknown>[] = [];
  const handle = ({ origin, data }: MessageEvent<unknown>, origins: readonly string[]) => {
    if (isObject(data)) handleMessage(data, chat, isAdmitted(origin, origins));
  };
  const onMessage = (message: MessageEvent<unknown>) => {
    const { source } = message;
    if (source !== window && (source === null || source !== host)) return;
    const facts = chat.facts.peek();
    if (facts !== null) handle(message, facts.embedOrigins);
    else if (queued.length < QUEUED_MAX) queued.push(message);
  };
  addEventListener('message', onMessage);
  const stopWaiting = effect(() => {
    const facts = chat.facts.value;
    if (facts === null) return;
    const waiting = queued;
    queued = [];
    untracked(() => {
      for (const message of waiting) handle(message, facts.embedOrigins);
    });
  });
  const stopListening = () => {
    removeEventListener('message', onMessage);
    stopWaiting();
  };
  if (host === null) return stopListening;
  // Any page can be the host, and nothing of this is secret.
  const post = (message: FrameMessage) => host.postMessage(message, '*');
  post({ koine: 'ready' });
  const stops = reportChanges(chat, post);
  return () => {
    stopListening();
    for (const stop of stops) stop();
  };
}

/** A host sends a handful of messages at the beginning. */
const QUEUED_MAX = 100;

/** Whether a page of `origin` may sign in and choose the room. `origins` may hold `https://*.example.org`; empty: any. */
export function isAdmitted(origin: string, origins: readonly string[]): boolean {
  if (origins.length === 0 || origin === location.origin) return true;
  return origins.some((one) => {
    const [scheme = '', parent] = one.split('*');
    if (parent === undefined) return one === origin;
    return origin.startsWith(scheme) && origin.endsWith(parent);
  });
}

function reportChanges(chat: Chat, post: (message: FrameMessage) => void): readonly (() => void)[] {
  let lastNotice = 0;
  return [
    effect(() => post({ koine: 'auth', isSignedIn: chat.me.value !== null })),
    effect(() => post({ koine: 'unread', count: chat.unread.value.count })),
    effect(() => {
      const room = chat.room.value;
      post({ koine: 'room', uid: room?.uid ?? null, name: room?.name ?? '' });
    }),
    effect(() => {
      for (const { id, kind, text } of chat.notices.value) {
        if (id <= lastNotice) continue;
        lastNotice = id;
        if (kind === 'error') post({ koine: 'error', text });
      }
    }),
  ];
}

/** Ignores values of a wrong type. */
function handleMessage(
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
  if (isObject(style)) applyTheme(style);
}

/**
 * Opens the room in a window of its own and passes on the sign-in and the theme. The window cannot know them otherwise: the
 * storage of a frame is partitioned by the site around it.
 */
export function openWindow({ token }: Chat, room: string): void {
  const url = new URL(location.href);
  url.searchParams.set('room', room);
  // The window must not sign in as another guest.
  if (token !== null) url.searchParams.delete('guest');
  const popup = open(url, '_blank', 'popup,width=420,height=680');
  if (popup === null) return;
  const ended = new AbortController();
  const onMessage = ({ source, data }: MessageEvent<FrameMessage | null>) => {
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
  addEventListener('message', onMessage, { signal: ended.signal });
  // No event says that the window was closed.
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

/** Takes only values of the right CSS type: none can load anything from elsewhere. */
function applyTheme(style: { readonly [Key in keyof HostStyle]?: unknown }): void {
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
