import '../design/base.css';
import './page.css';
import { render } from 'preact';
import { Chat } from '../chat/chat.ts';
import { connectHost } from '../chat/host.ts';
import { localTokens } from '../chat/token-store.ts';
import '../design/theme.ts';
import { App } from './app.tsx';

const query = new URLSearchParams(location.search);
const chat = new Chat({
  origin: location.origin,
  room: query.get('room') || null,
  isGuest: query.get('guest') === '1',
  tokens: localTokens(),
});
connectHost(chat);
const root = document.getElementById('app');
if (root !== null) {
  root.replaceChildren();
  render(<App chat={chat} />, root);
}
