import { createChatView } from '../chat-view.js';
import { h, keptName, namedField } from '../dom.js';
import { liveSocket } from '../live-socket.js';

const EMOJI = ['👍', '❤️', '😂', '🎉', '👀', '🙏'];

/** A wall whose messages take emoji. Who one is follows from the address, and is learnt from one's first reaction. */
export function reactionsPane() {
  let author = keptName('reactions.author', 'Anonymous');
  let ownId = null;
  /** `message emoji` of toggles that are under way. */
  const asked = new Set();
  const messages = new Map();

  const chat = createChatView({
    title: 'Wall',
    charsMax: 500,
    tools: namedField('Name', author, (value) => {
      author = value;
      sessionStorage.setItem('reactions.author', value);
    }),
    send: (text) => socket.send({ type: 'send_message', data: { text, author_name: author } }),
  });
  const socket = liveSocket(() => '/ws', chat, {
    frame({ type, data }) {
      if (type === 'message') show(data);
      else if (type === 'error') chat.refuse(data.error);
      else if (type === 'reaction_updated') {
        if (asked.delete(`${data.message_id} ${data.emoji}`)) learn(data.user_id);
        show(data.message);
      }
    },
  });

  function learn(userId) {
    if (ownId !== null) return;
    ownId = userId;
    for (const [id, message] of messages) if (chat.list.has(id)) show(message);
  }

  function show(message) {
    messages.set(message.id, message);
    if (messages.size > 1000) messages.delete(messages.keys().next().value);
    chat.list.put({
      id: message.id,
      senderId: `${message.author_id} ${message.author_name}`,
      sender: message.author_name,
      text: message.text,
      at: message.created_at * 1000,
      isOwn: message.author_id === ownId,
      extra: reactionBar(message),
    });
  }

  function reactionBar({ id, reactions }) {
    const held = Object.entries(reactions);
    const offered = EMOJI.filter((emoji) => reactions[emoji] === undefined);
    const bar = h(held.length > 0 ? 'div.reactions' : 'div.reactions.bare');
    bar.append(...held.map(([emoji, users]) => toggle(id, emoji, users)));
    const more = h('button.reaction', { type: 'button', 'aria-label': 'Add a reaction' }, '+');
    more.addEventListener('click', () => {
      const buttons = offered.map((emoji) => toggle(id, emoji, []));
      bar.classList.remove('bare');
      more.replaceWith(...buttons);
      buttons[0]?.focus({ preventScroll: true });
      bar.scrollIntoView({ block: 'nearest' });
    });
    if (offered.length > 0) bar.append(more);
    return bar;
  }

  function toggle(messageId, emoji, users) {
    const count = users.length > 0 ? String(users.length) : '';
    const button = h(
      'button.reaction',
      {
        type: 'button',
        title: users.join(', '),
        'aria-pressed': ownId !== null && users.includes(ownId),
        'aria-label': users.length > 0 ? `${emoji}, ${users.length}` : `React with ${emoji}`,
      },
      emoji,
      ...(count === '' ? [] : [h('span', {}, count)]),
    );
    button.addEventListener('click', () => {
      asked.add(`${messageId} ${emoji}`);
      socket.send({ type: 'add_reaction', data: { message_id: messageId, emoji } });
    });
    return button;
  }

  return [chat.element];
}
