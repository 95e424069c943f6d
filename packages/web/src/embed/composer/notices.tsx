import type { FunctionComponent } from 'preact';
import type { Notice } from '../../chat/types.ts';
import { IconButton } from '../../design/button.tsx';
import type { IconProps } from '../../design/icon.tsx';
import { AlertIcon, CheckIcon, CloseIcon, InfoIcon } from '../../design/icons.ts';
import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import styles from './composer.module.css';

const SHOWN_MAX = 3;
const ICONS: Readonly<Record<Notice['kind'], FunctionComponent<IconProps>>> = {
  info: InfoIcon,
  success: CheckIcon,
  warning: AlertIcon,
  error: AlertIcon,
};

/** The server's notices for this user, above the composer: the newest few. */
export function Notices() {
  const { chat } = useEmbed();
  const notices = chat.notices.value.slice(-SHOWN_MAX);
  const isError = ({ kind }: Notice) => kind === 'error';
  return (
    <>
      <div class={styles.notices} role="status">
        <List notices={notices.filter((one) => !isError(one))} />
      </div>
      <div class={styles.notices} role="alert">
        <List notices={notices.filter(isError)} />
      </div>
    </>
  );
}

function List({ notices }: { readonly notices: readonly Notice[] }) {
  const { chat } = useEmbed();
  return (
    <>
      {notices.map((notice) => {
        const Icon = ICONS[notice.kind];
        return (
          <div key={notice.id} class={styles.notice} data-kind={notice.kind}>
            <Icon size={14} />
            <p dir="auto">{notice.text}</p>
            <IconButton label={strings.CLOSE} size="small" onClick={() => chat.dismiss(notice.id)}>
              <CloseIcon size={14} />
            </IconButton>
          </div>
        );
      })}
    </>
  );
}
