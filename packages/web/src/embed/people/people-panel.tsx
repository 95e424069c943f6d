import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Person } from '../../chat/types.ts';
import { Avatar } from '../../design/avatar.tsx';
import { IconButton } from '../../design/button.tsx';
import { CloseIcon, MoreIcon } from '../../design/icons.ts';
import { Menu } from '../../design/menu.tsx';
import { PopoverButton } from '../../design/popover.tsx';
import { moveFocus } from '../../lib/move-focus.ts';
import { useEmbed } from '../embed-state.ts';
import { isTouchable, PersonItems } from '../message/message-menu.tsx';
import * as strings from '../strings.tsx';
import styles from './people.module.css';
import { RoleBadge } from './role-badge.tsx';

/** Who is online in the room, moderators first. */
export function PeoplePanel() {
  const { chat, arePeopleShown } = useEmbed();
  return arePeopleShown.value && chat.roomStatus.value === 'joined' ? <Panel /> : null;
}

function Panel() {
  const { chat, arePeopleShown } = useEmbed();
  const close = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    close.current?.focus();
    const panel = close.current?.closest('aside') ?? null;
    return () => {
      if (before instanceof HTMLElement) moveFocus(before, panel);
    };
  }, []);
  const { people, count } = chat.online.value;
  const me = chat.me.value;
  const sorted = people.toSorted((one, other) => rank(one) - rank(other) || byName(one, other));
  return (
    <aside
      class={styles.panel}
      aria-label={strings.PEOPLE}
      onKeyDown={({ key }) => {
        if (key === 'Escape') arePeopleShown.value = false;
      }}
    >
      <header class={styles.head}>
        <h2>{strings.onlineCount(count)}</h2>
        <IconButton
          ref={close}
          label={strings.CLOSE}
          size="small"
          onClick={() => {
            arePeopleShown.value = false;
          }}
        >
          <CloseIcon />
        </IconButton>
      </header>
      <ul class={styles.list}>
        {sorted.map((person) => (
          <PersonRow key={person.uid} person={person} isMe={person.uid === me?.uid} />
        ))}
      </ul>
      {count > people.length && <p class={styles.more}>{strings.andMore(count - people.length)}</p>}
    </aside>
  );
}

function PersonRow({ person, isMe }: { readonly person: Person; readonly isMe: boolean }) {
  const { chat } = useEmbed();
  return (
    <li class={styles.row}>
      <Avatar name={person.name} seed={person.uid} size={24} />
      <bdi class={styles.name}>{person.name}</bdi>
      {isMe && <span class="hint">{strings.YOU}</span>}
      <RoleBadge roles={person.roles} />
      {chat.rights.value.canModerate && !isMe && isTouchable(person) && (
        <PopoverButton
          label={strings.moreAbout(person.name)}
          size="small"
          opens="menu"
          surface={(opened) => (
            <Menu {...opened} label={person.name}>
              <PersonItems message={null} person={person} />
            </Menu>
          )}
        >
          <MoreIcon />
        </PopoverButton>
      )}
    </li>
  );
}

const RANKS = ['root', 'admin', 'super_mod', 'owner', 'mod', 'registered', 'guest'];

function rank(person: Person): number {
  return RANKS.indexOf(person.roles[0] ?? 'guest');
}

function byName(one: Person, other: Person): number {
  return one.name.localeCompare(other.name);
}
