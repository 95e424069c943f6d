import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { RefreshIcon, WifiOffIcon } from '../../design/icons.ts';
import { everySecond, secondsUntil } from '../../lib/clock.ts';
import { useEmbed } from '../embed-state.ts';
import styles from './panels.module.css';

/** What takes no longer is not worth a word. */
const PATIENCE_MS = 400;

/** What stands between the reader and the live room, in words; nothing when nothing does. */
export function ConnectionBanner() {
  const { chat } = useEmbed();
  const connection = chat.connection.value;
  return (
    <div role="status">
      {connection.state === 'offline' && <Offline retryAt={connection.retryAt} />}
      {(connection.state === 'catchingUp' || connection.state === 'reloading') && (
        <Late key={connection.state}>
          {connection.state === 'catchingUp'
            ? 'Catching up with what you missed …'
            : 'Much has happened meanwhile. Loading the room anew …'}
        </Late>
      )}
      {connection.state === 'connecting' && chat.room.value !== null && (
        <Late key="connecting">Connecting …</Late>
      )}
    </div>
  );
}

function Offline({ retryAt }: { readonly retryAt: number | null }) {
  const { chat } = useEmbed();
  const seconds = retryAt === null ? null : secondsUntil(retryAt, everySecond.value);
  return (
    <div class={styles.banner} data-tone="amber">
      <WifiOffIcon />
      <p>
        <strong>You are offline.</strong>{' '}
        {seconds === null ? 'No further try by itself.' : nextTry(seconds)}
      </p>
      <Button size="small" onClick={() => chat.retryNow()}>
        Try now
      </Button>
    </div>
  );
}

function nextTry(seconds: number): string {
  return seconds === 0 ? 'Trying …' : `Next try in ${seconds} s.`;
}

function Late({ children }: { readonly children: string }) {
  const isShown = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      isShown.value = true;
    }, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isShown]);
  if (!isShown.value) return null;
  return (
    <div class={styles.banner} data-tone="neutral">
      <RefreshIcon />
      <p>{children}</p>
    </div>
  );
}
