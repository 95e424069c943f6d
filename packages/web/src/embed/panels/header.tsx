import { Badge, StatusDot } from '../../design/badge.tsx';
import { MoreIcon, UsersIcon } from '../../design/icons.ts';
import { Mark } from '../../design/mark.tsx';
import { PopoverButton } from '../../design/popover.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { formatCount } from '../../lib/language.ts';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import styles from './panels.module.css';
import { RoomMenu } from './room-menu.tsx';

/** The room, how many are online, and the menu. */
export function Header() {
  const { chat, arePeopleShown } = useEmbed();
  const room = chat.room.value;
  const { count } = chat.online.value;
  return (
    <header class={styles.header}>
      <Mark size={22} />
      <div class={styles.room}>
        <h1 class={styles.roomName} dir="auto" title={room?.name}>
          <RoomName />
        </h1>
        {room !== null && room.description !== '' && (
          <p class={styles.description} dir="auto" title={room.description}>
            {room.description}
          </p>
        )}
      </div>
      {room !== null && room.slowMode > 0 && (
        <Badge tone="amber" title={strings.slowModeTitle(room.slowMode)}>
          {strings.slowModeBadge(room.slowMode)}
        </Badge>
      )}
      {chat.roomStatus.value === 'joined' && (
        <button
          type="button"
          class={styles.online}
          aria-expanded={arePeopleShown.value}
          title={strings.PEOPLE}
          onClick={() => {
            arePeopleShown.value = !arePeopleShown.value;
          }}
        >
          {chat.connection.value.state === 'live' && <StatusDot tone="green" />}
          <UsersIcon />
          {formatCount(count)}
          <span class="visually-hidden"> {strings.ONLINE}</span>
        </button>
      )}
      <PopoverButton
        label={strings.MENU}
        opens="menu"
        surface={(opened) => <RoomMenu {...opened} />}
      >
        <MoreIcon size={18} />
      </PopoverButton>
    </header>
  );
}

function RoomName() {
  const { chat } = useEmbed();
  const room = chat.room.value;
  if (room !== null) return <>{room.name}</>;
  return chat.roomStatus.value === 'joining' ? <Skeleton width="120px" /> : <>Koine</>;
}
