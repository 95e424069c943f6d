import { useEffect, useState } from 'preact/hooks';
import type { BanEntry } from '../../chat/types.ts';
import { Avatar } from '../../design/avatar.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { toast } from '../../design/toast.tsx';
import { exactTime } from '../../lib/time.ts';
import { useEmbed } from '../embed-state.ts';
import styles from './dialogs.module.css';

/** Who is kept out of the room, until when and why. */
export function BansDialog({ onClose }: { readonly onClose: () => void }) {
  const { chat } = useEmbed();
  const [bans, setBans] = useState<readonly BanEntry[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    chat.bans().then((result) => {
      if (result.ok) setBans(result.value);
      else setError(result.error.text);
    });
  }, [chat]);
  const lift = async ({ person }: BanEntry) => {
    const result = await chat.unbanUser(person.uid);
    if (!result.ok) return toast(result.error.text, 'error');
    setBans((all) => all?.filter((ban) => ban.person.uid !== person.uid) ?? null);
  };
  return (
    <Dialog title="Bans" onClose={onClose}>
      {error !== null && (
        <p class={styles.error} role="alert">
          {error}
        </p>
      )}
      {bans === null && error === null && <Skeleton height="48px" />}
      {bans?.length === 0 && <p class={styles.quiet}>Nobody is banned from this room.</p>}
      <ul class={styles.bans}>
        {bans?.map((ban) => (
          <li key={ban.person.uid} class={styles.ban}>
            <Avatar name={ban.person.name} seed={ban.person.uid} />
            <div class={styles.banText}>
              <p class={styles.banName}>
                <bdi>{ban.person.name}</bdi>
              </p>
              <p class={styles.quiet}>
                {ban.until === null ? 'For good' : `Until ${exactTime(ban.until)}`}
              </p>
              {ban.reason !== '' && <p dir="auto">{ban.reason}</p>}
            </div>
            <Button size="small" onClick={() => void lift(ban)}>
              Lift
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
