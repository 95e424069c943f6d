import type { ComponentChildren, FunctionComponent } from 'preact';
import { EmptyState } from '../design/empty-state.tsx';
import type { IconProps } from '../design/icon.tsx';
import { BanIcon, InfoIcon, SearchIcon, SmileIcon, TrashIcon } from '../design/icons.ts';
import { Composer } from './composer/composer.tsx';
import { Notices } from './composer/notices.tsx';
import { RestrictionCountdown } from './composer/restriction-countdown.tsx';
import { TypingLine } from './composer/typing-line.tsx';
import styles from './embed.module.css';
import { useEmbed } from './embed-state.ts';
import { MessageList } from './list/message-list.tsx';
import { SkeletonRows } from './list/skeleton-rows.tsx';
import * as strings from './strings.tsx';

/** The room, or why there is none to show. */
export function Body() {
  const { chat } = useEmbed();
  const ban = chat.ban.value;
  switch (chat.roomStatus.value) {
    case 'none':
      return (
        <Centered icon={InfoIcon} title={strings.NO_ROOM}>
          {strings.NO_ROOM_HELP}
        </Centered>
      );
    case 'notFound':
      return (
        <Centered icon={SearchIcon} title={strings.ROOM_NOT_FOUND}>
          {strings.ROOM_NOT_FOUND_HELP}
        </Centered>
      );
    case 'deleted':
      return (
        <Centered icon={TrashIcon} title={strings.ROOM_DELETED}>
          {strings.ROOM_DELETED_HELP}
        </Centered>
      );
    case 'banned':
      return (
        <Centered icon={BanIcon} title={strings.ROOM_BANNED}>
          {ban !== null && <RestrictionCountdown ban={ban} />}
        </Centered>
      );
    case 'joining':
      return chat.room.value === null ? <Loading /> : <Room />;
    case 'joined':
      return <Room />;
  }
}

function Room() {
  const { chat } = useEmbed();
  const { start, end } = chat.timeline.range.value;
  const isEmpty = start === end && chat.outbox.value.length === 0;
  const isKnown = chat.room.value !== null && chat.roomStatus.value === 'joined';
  return (
    <>
      <MessageList>
        {isEmpty && !isKnown && <Loading />}
        {isEmpty && isKnown && (
          <Centered icon={SmileIcon} title={strings.ROOM_EMPTY}>
            {strings.ROOM_EMPTY_HELP}
          </Centered>
        )}
      </MessageList>
      <TypingLine />
      <Notices />
      <Composer />
    </>
  );
}

function Loading() {
  return (
    <div class={styles.loading} role="status" aria-label={strings.ROOM_LOADING}>
      <SkeletonRows count={6} />
    </div>
  );
}

interface CenteredProps {
  readonly icon: FunctionComponent<IconProps>;
  readonly title: string;
  readonly children: ComponentChildren;
}

function Centered(props: CenteredProps) {
  return (
    <div class={styles.centered}>
      <EmptyState {...props} />
    </div>
  );
}
