import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
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
  const wasOffline = useRef(false);
  const { state } = connection;
  // Most tries fail at once: the banner stays for them, and so does everything below it.
  const isTrying = state === 'connecting' && wasOffline.current;
  wasOffline.current = state === 'offline' || isTrying;
  return (
    <div role="status">
      {wasOffline.current && (
        <Offline retryAt={state === 'offline' ? connection.retryAt : Date.now()} />
      )}
      {(state === 'catchingUp' || state === 'reloading') && (
        <Late key={state}>
          {state === 'catchingUp'
            ? 'Catching up with what you missed …'
            : 'Much has happened meanwhile. Loading the room anew …'}
        </Late>
      )}
      {state === 'connecting' && !isTrying && chat.room.value !== null && (
        <Late key="connecting">Connecting …</Late>
      )}
    </div>
  );
}

function Offline({ retryAt }: { readonly retryAt: number }) {
  const { chat } = useEmbed();
  const seconds = secondsUntil(retryAt, everySecond.value);
  return (
    <div class={styles.banner} data-tone="amber">
      <WifiOffIcon />
      <p>
        <strong>You are offline.</strong>{' '}
        {/* A timer, so that not each second is said to who listens. */}
        <span role="timer">{seconds === 0 ? 'Trying …' : `Next try in ${seconds} s.`}</span>
      </p>
      <Button size="small" onClick={() => chat.retryNow()}>
        Try now
      </Button>
    </div>
  );
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
