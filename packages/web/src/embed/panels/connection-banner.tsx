import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { RefreshIcon, WifiOffIcon } from '../../design/icons.ts';
import { everySecond, secondsUntil } from '../../lib/clock.ts';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import styles from './panels.module.css';

/** What takes no longer is not shown. */
const DELAY_MS = 400;

/** The connection's state in words; nothing while it is live. */
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
        <Delayed key={state}>
          {state === 'catchingUp' ? strings.CATCHING_UP : strings.RELOADING}
        </Delayed>
      )}
      {state === 'connecting' && !isTrying && chat.room.value !== null && (
        <Delayed key="connecting">{strings.CONNECTING}</Delayed>
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
        <strong>{strings.OFFLINE}</strong> {/* A timer: screen readers do not read each second. */}
        <span role="timer">{strings.nextTry(seconds)}</span>
      </p>
      <Button size="small" onClick={() => chat.retryNow()}>
        {strings.RETRY_NOW}
      </Button>
    </div>
  );
}

function Delayed({ children }: { readonly children: string }) {
  const isShown = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      isShown.value = true;
    }, DELAY_MS);
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
