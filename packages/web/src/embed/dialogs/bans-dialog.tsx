import { useEffect, useState } from 'preact/hooks';
import type { BanEntry } from '../../chat/types.ts';
import { Avatar } from '../../design/avatar.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/form-dialog.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { useTask } from '../../design/use-task.ts';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import { unwrap } from '../unwrap.ts';
import styles from './dialogs.module.css';

/** Who is banned from the room, until when and why. */
export function BansDialog({ onClose }: { readonly onClose: () => void }) {
  const { chat } = useEmbed();
  const [bans, setBans] = useState<readonly BanEntry[] | null>(null);
  const { error, run } = useTask();
  useEffect(() => {
    void run(async () => setBans(await unwrap(chat.moderation.bans())));
  }, [chat]);
  const unban = ({ person: { uid } }: BanEntry) =>
    run(async () => {
      await unwrap(chat.moderation.unbanUser(uid));
      setBans((all) => all?.filter(({ person }) => person.uid !== uid) ?? null);
    });
  return (
    <Dialog title={strings.BANS} onClose={onClose}>
      <FormError text={error} />
      {bans === null && error === null && <Skeleton height="48px" />}
      {bans?.length === 0 && <p class={styles.quiet}>{strings.NO_BANS}</p>}
      <ul class={styles.bans}>
        {bans?.map((ban) => (
          <li key={ban.person.uid} class={styles.ban}>
            <Avatar name={ban.person.name} seed={ban.person.uid} />
            <div class={styles.banText}>
              <p class={styles.banName}>
                <bdi>{ban.person.name}</bdi>
              </p>
              <p class={styles.quiet}>{strings.banEnd(ban.until)}</p>
              {ban.reason !== '' && <p dir="auto">{ban.reason}</p>}
            </div>
            <Button size="small" onClick={() => void unban(ban)}>
              {strings.UNBAN}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
