import { createChatView } from '../chat-view.js';
import { digits, keptName, namedField } from '../dom.js';
import { liveSocket } from '../live-socket.js';

/** A user of the sandbox app: reads and types over the WebSocket, sends over REST as the document's clients do. */
export function platformPane({ apiKey, roomId }) {
  const userId = keptName('platform.id', `web_${digits()}`);
  let userName = keptName('platform.name', `Visitor ${userId.slice(4)}`);
  const names = new Map();
  const online = new Set();
  const typing = new Map();
  /** Frames that came before the history they belong behind; `null`: live. */
  let waiting = [];

  const chat = createChatView({
    title: 'App room',
    charsMax: 4000,
    tools: namedField('Name', userName, (value) => {
      userName = value;
      sessionStorage.setItem('platform.name', value);
      socket.restart();
    }),
    send,
    typing: (isTyping) => socket.send({ type: 'typing', data: { is_typing: isTyping } }),
  });
  const url = () =>
    `/ws/${roomId}?${new URLSearchParams({ token: apiKey, user_id: userId, user_name: userName })}`;
  const socket = liveSocket(url, chat, {
    open() {
      waiting = [];
      load();
    },
    frame: (frame) => (waiting === null ? receive(frame) : waiting.push(frame)),
  });

  async function call(path, body) {
    const response = await fetch(`/api/v1/rooms/${roomId}/${path}`, {
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.detail);
    return answer.data;
  }

  async function load() {
    try {
      for (const message of (await call('messages/?size=50&order=desc')).reverse()) show(message);
    } catch (error) {
      chat.refuse(error.message);
    }
    const frames = waiting ?? [];
    waiting = null;
    for (const frame of frames) receive(frame);
  }

  async function send(content) {
    try {
      await call('messages/', {
        sender_id: userId,
        sender_name: userName,
        content,
        message_type: 'text',
      });
      return true;
    } catch (error) {
      chat.refuse(error.message);
      return false;
    }
  }

  function receive({ type, data }) {
    switch (type) {
      case 'connection_status':
        online.clear();
        for (const id of data.online_users) online.add(id);
        return present();
      case 'user_joined':
        online.add(data.user_id);
        names.set(data.user_id, data.user_name);
        return present();
      case 'user_left':
        online.delete(data.user_id);
        typing.delete(data.user_id);
        return present();
      case 'typing':
        if (data.is_typing) typing.set(data.user_id, data.user_name);
        else typing.delete(data.user_id);
        return present();
      case 'message':
        return show(data);
      case 'message_updated':
        return change(data.id, { text: data.content, isEdited: true });
      case 'message_deleted':
        return change(data.id, { isDeleted: true });
      case 'notification':
        return chat.list.say(`${data.title}: ${data.content}`);
      case 'error':
        return chat.refuse(data.message);
    }
  }

  function show(message) {
    if (names.get(message.sender_id) !== message.sender_name) {
      names.set(message.sender_id, message.sender_name);
      if (online.has(message.sender_id)) present();
    }
    chat.list.put({
      id: message.id,
      senderId: message.sender_id,
      sender: message.sender_name,
      text: message.content,
      at: Date.parse(message.created_at),
      isOwn: message.sender_id === userId,
      isEdited: typeof message.edited_at === 'string',
      isDeleted: typeof message.deleted_at === 'string',
    });
  }

  function change(id, patch) {
    const shown = chat.list.get(id);
    if (shown !== undefined) chat.list.put({ ...shown, ...patch });
  }

  function present() {
    chat.setStatus('live', `Live, ${online.size} online`);
    if (typing.size > 0) {
      const who = [...typing.values()];
      return chat.setAside(`${who.slice(0, 3).join(', ')} ${who.length > 1 ? 'are' : 'is'} typing`);
    }
    const others = [...online].filter((id) => id !== userId).map((id) => names.get(id) ?? id);
    chat.setAside(others.length === 0 ? 'Only you are here' : `Here: you, ${others.join(', ')}`);
  }

  return [chat.element];
}
