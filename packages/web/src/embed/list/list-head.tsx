import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import styles from './list.module.css';
import { SkeletonRows } from './skeleton-rows.tsx';

/** Above the oldest message held: older ones are on their way, or the room begins here. */
export function ListHead() {
  const { chat } = useEmbed();
  const { hasOlder, start, end } = chat.timeline.range.value;
  const room = chat.room.value;
  if (end === start || room === null) return <div data-head />;
  if (hasOlder) {
    return (
      <div data-head aria-busy="true">
        <SkeletonRows count={2} />
      </div>
    );
  }
  return (
    <div data-head>
      <div class={styles.beginning}>
        <p class={styles.beginningTitle} dir="auto">
          {strings.roomBegins(room.name)}
        </p>
        {room.description !== '' && <p dir="auto">{room.description}</p>}
      </div>
    </div>
  );
}
