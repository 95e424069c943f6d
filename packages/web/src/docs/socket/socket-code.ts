import type { Credentials } from '../credentials.ts';
import type { Channel, Frame } from '../model/asyncapi.ts';

type Values = Readonly<Record<string, string>>;

/** A frame’s first example, as it is sent; a community login with the token that was entered. */
export function exampleText(frame: Frame | undefined, { communityToken }: Credentials): string {
  const [example] = frame?.examples ?? [];
  if (example === undefined) return '';
  const isLogin = frame?.type === 'login' && communityToken !== '';
  return JSON.stringify(isLogin ? { token: communityToken } : example, null, 2);
}

/** Where a channel is reached on this server. */
export function urlOf(channel: Channel, values: Values): string {
  if (channel.isSocketIo) return location.origin;
  const path = channel.address.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  );
  const query = new URLSearchParams();
  for (const name of Object.keys(channel.query?.properties ?? {})) {
    const value = values[name] ?? '';
    if (value !== '') query.set(name, value);
  }
  const search = query.size === 0 ? '' : `?${query}`;
  return `${location.origin.replace(/^http/, 'ws')}${path}${search}`;
}

/** The same in JavaScript, for browsers. */
export function snippetOf(channel: Channel, values: Values, type: string, text: string): string {
  const url = JSON.stringify(urlOf(channel, values));
  if (!channel.isSocketIo)
    return [
      `const socket = new WebSocket(${url});`,
      'socket.onmessage = ({ data }) => console.log(JSON.parse(data));',
      `socket.onopen = () => socket.send(JSON.stringify(${text}));`,
      'socket.onclose = ({ code, reason }) => console.log(code, reason);',
    ].join('\n');
  const auth =
    values['auth'] === undefined || values['auth'] === '' ? '' : `, { auth: ${values['auth']} }`;
  return [
    "import { io } from 'socket.io-client';",
    '',
    `const socket = io(${url}${auth});`,
    'socket.onAny((event, payload) => console.log(event, payload));',
    `socket.emit(${JSON.stringify(type)}, ${text}, (answer) => console.log(answer));`,
  ].join('\n');
}
