import { PlayIcon } from '../../design/icons.ts';
import type { Channel, Frame } from '../model/asyncapi.ts';
import styles from '../page.module.css';

/** To the protocol's console in the playground, filled in with the frame that is shown. */
export function ConsoleLink({
  channel,
  frame,
}: {
  readonly channel: Channel;
  readonly frame: Frame | null;
}) {
  const sent = frame?.direction === 'send' ? frame.name : null;
  const query = sent === null ? '' : `?frame=${encodeURIComponent(sent)}`;
  return (
    <div class={styles.try}>
      <h2 class={styles.tryTitle}>Try it</h2>
      <p>The console connects to this server and shows every frame both ways.</p>
      <a class={styles.consoleLink} href={`/#/${channel.name}/console${query}`}>
        <PlayIcon size={14} />
        {sent === null ? 'Open the console' : `Open the console with ${sent}`}
      </a>
    </div>
  );
}
