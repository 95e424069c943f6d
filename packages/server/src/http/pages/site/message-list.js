import { h } from './dom.js';

const GROUP_MS = 5 * 60_000;
/** Older ones leave the page (not the server), so that it stays quick. */
const SHOWN_MAX = 300;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/**
 * Messages, oldest first, grouped by sender within five minutes. Stays at the newest one unless the reader has scrolled
 * up; then the place is kept and `onUnseen` gets the number of those that came since.
 * @typedef {{ id: string, senderId: string, sender: string, text: string, at: number, isOwn?: boolean, isBot?: boolean,
 *   isEdited?: boolean, isDeleted?: boolean, extra?: Node }} Shown
 */
export function createMessageList(label, empty, onUnseen) {
  const element = h('div.chat-log', {
    role: 'log',
    tabIndex: 0,
    'aria-label': label,
    'data-empty': empty,
  });
  /** @type {Map<string, { node: HTMLElement, shown: Shown }>} */
  const byId = new Map();
  let last = null;
  let isAtEnd = true;
  let unseen = 0;
  let isScrollDue = false;

  let lastTop = 0;
  element.addEventListener('scroll', () => {
    const top = element.scrollTop;
    // What is appended takes the end away from the reader; only a move up is the reader's.
    if (element.scrollHeight - top - element.clientHeight < 32) isAtEnd = true;
    else if (top < lastTop) isAtEnd = false;
    lastTop = top;
    if (isAtEnd && unseen > 0) seen();
  });
  new ResizeObserver(() => isAtEnd && toEnd()).observe(element);

  function toEnd() {
    if (isScrollDue) return;
    isScrollDue = true;
    requestAnimationFrame(() => {
      isScrollDue = false;
      element.scrollTop = element.scrollHeight;
    });
  }

  function seen() {
    unseen = 0;
    onUnseen(0);
  }

  function noteUnseen() {
    if (unseen++ === 0) {
      element.querySelector('.divider.new')?.remove();
      append(h('div.divider.new', {}, 'New messages'));
    }
    onUnseen(unseen);
  }

  /** Something between messages: the next one begins a group. */
  function append(node) {
    element.append(node);
    last = null;
  }

  function groupOf(shown) {
    const isSame =
      last !== null &&
      last.senderId === shown.senderId &&
      shown.at - last.at < GROUP_MS &&
      isSameDay(last.at, shown.at);
    if (isSame) return last.group;
    return appendGroup(element, shown);
  }

  return {
    element,
    has: (id) => byId.has(id),
    /** A message that is there already is redrawn in its place. @param {Shown} shown */
    put(shown) {
      const known = byId.get(shown.id);
      if (known !== undefined) {
        known.shown = shown;
        const node = messageNode(shown);
        known.node.replaceWith(node);
        known.node = node;
        if (isAtEnd) toEnd();
        return;
      }
      if (!isAtEnd) noteUnseen();
      const previous = [...byId.values()].at(-1)?.shown.at;
      if (
        previous === undefined ? !isSameDay(shown.at, Date.now()) : !isSameDay(previous, shown.at)
      )
        append(h('div.divider', {}, day.format(shown.at)));
      const group = groupOf(shown);
      last = { senderId: shown.senderId, at: shown.at, group };
      const node = messageNode(shown);
      group.append(node);
      byId.set(shown.id, { node, shown });
      if (isAtEnd) {
        trim();
        toEnd();
      }
    },
    get: (id) => byId.get(id)?.shown,
    remove(id) {
      byId.get(id)?.node.remove();
      byId.delete(id);
    },
    say(text) {
      append(h('p.said', {}, text));
      if (isAtEnd) toEnd();
    },
    clear() {
      element.replaceChildren();
      byId.clear();
      last = null;
      seen();
    },
    jump() {
      isAtEnd = true;
      toEnd();
      seen();
    },
  };

  function trim() {
    while (byId.size > SHOWN_MAX) {
      const [id, { node }] = byId.entries().next().value;
      byId.delete(id);
      const group = node.parentElement;
      node.remove();
      if (group?.querySelector('.message') === null) group.remove();
    }
    while (element.childElementCount > 2 * SHOWN_MAX) element.firstElementChild?.remove();
  }
}

function appendGroup(element, { senderId, sender, at, isOwn, isBot }) {
  const time = h(
    'time',
    { dateTime: new Date(at).toISOString(), title: exact.format(at) },
    clock.format(at),
  );
  const head = h('div.group-head', {}, h('b', { dir: 'auto', title: senderId }, sender));
  if (isOwn) head.append(h('span', {}, 'you'));
  if (isBot) head.append(h('span', {}, 'bot'));
  head.append(time);
  const avatar = h(
    'span.avatar',
    { 'aria-hidden': 'true', 'data-hue': hueOf(senderId) },
    initialOf(sender),
  );
  const group = h(isOwn ? 'div.group.own' : 'div.group', {}, avatar, head);
  element.append(group);
  return group;
}

function messageNode({ text, isEdited, isDeleted, extra }) {
  if (isDeleted) return h('div.message.deleted', {}, 'Message deleted');
  const body = h('div', { dir: 'auto' }, text);
  if (isEdited) body.append(h('span.edited', {}, 'edited'));
  return h('div.message', {}, body, ...(extra === undefined ? [] : [extra]));
}

function initialOf(name) {
  return (name.match(/[\p{L}\p{N}]/u)?.[0] ?? '?').toUpperCase();
}

function hueOf(id) {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + character.codePointAt(0)) >>> 0;
  return hash % 6;
}

function isSameDay(a, b) {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
