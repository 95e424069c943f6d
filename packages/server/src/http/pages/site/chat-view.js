import { h } from './dom.js';
import { createMessageList } from './message-list.js';

let ids = 0;

/**
 * One chat: what it is, how it stands, its messages, and a place to write.
 * @param {{ title: string, placeholder?: string, charsMax?: number, empty?: string, tools?: Node[],
 *   send(text: string): boolean | Promise<boolean>, typing?(isTyping: boolean): void }} options `send` says whether it
 *   was taken; if not, the text stays. `typing` is told of both edges, and again every three seconds.
 */
export function createChatView({ title, placeholder, charsMax, empty, tools = [], send, typing }) {
  const status = h('span.chat-status', { role: 'status' });
  const jump = h('button.button.small.chat-jump', { type: 'button', hidden: true });
  const list = createMessageList(
    `${title}: messages`,
    empty ?? 'No messages yet. Say something.',
    (count) => {
      jump.hidden = count === 0;
      jump.textContent = count === 1 ? '1 new message' : `${count} new messages`;
    },
  );
  jump.addEventListener('click', () => list.jump());
  const aside = h('div.chat-aside', { 'aria-live': 'polite' });
  const refusal = h('div.chat-refusal', { role: 'alert' });

  async function submit() {
    const text = input.value;
    if (text.trim() === '') return;
    refusal.textContent = '';
    endTyping();
    if (await send(text)) {
      if (input.value === text) input.value = '';
      list.jump();
    } else if (refusal.textContent === '') {
      refusal.textContent = 'Not sent: this chat is not connected.';
    }
  }

  const id = `composer-${++ids}`;
  const input = h('textarea.field', {
    id,
    rows: 1,
    placeholder: placeholder ?? 'Message',
    autocomplete: 'off',
    enterKeyHint: 'send',
    ...(charsMax !== undefined && { maxLength: charsMax }),
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  let typedAt = 0;
  const endTyping = () => {
    if (typedAt !== 0) typing?.(false);
    typedAt = 0;
  };
  input.addEventListener('input', () => {
    if (input.value === '') return endTyping();
    if (performance.now() - typedAt < 3000 && typedAt !== 0) return;
    typedAt = performance.now();
    typing?.(true);
  });
  const form = h(
    'form.composer',
    {},
    h('label.visually-hidden', { for: id }, `${title}: your message`),
    input,
    h('button.button.primary', { type: 'submit' }, 'Send'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });

  const head = h('div.chat-head', {}, h('h3', {}, title), status);
  if (tools.length > 0) head.append(h('div.chat-tools', {}, ...tools));
  const foot = h('div.chat-foot', {}, jump, aside, refusal, form);
  return {
    element: h('section.chat', { 'aria-label': title }, head, list.element, foot),
    list,
    setStatus(kind, words) {
      if (status.dataset.kind === kind && status.textContent === words) return;
      status.dataset.kind = kind;
      status.textContent = words;
    },
    /** A refusal, in the server's words. */
    refuse(text) {
      refusal.textContent = text;
    },
    /** A quiet line above the composer: who is typing, what to do. */
    setAside(text) {
      aside.textContent = text;
    },
  };
}
