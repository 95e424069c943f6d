import { PlayIcon } from '../../design/icons.ts';
import type { Channel, Frame } from '../model/asyncapi.ts';
import styles from '../page.module.css';

/** To the protocol's console in the playground, form in with the frame that is shown. */
export function ConsoleLink({
  channel,
  frame,
}: {
  readonly channel: Channel;
  readonly frame: Frame | null;
}) {
  const query = frame?.isFromClient ? `?frame=${encodeURIComponent(frame.type)}` : '';
  return (
    <div class={styles.try}>
      <h2 class={styles.tryTitle}>Try it</h2>
      <p>The console connects to this server and shows every frame both ways.</p>
      <a class={styles.consoleLink} href={`/#/${channel.name}/console${query}`}>
        <PlayIcon size={14} />
        {query === '' ? 'Open the console' : `Open the console with ${frame?.type}`}
      </a>
    </div>
  );
}
