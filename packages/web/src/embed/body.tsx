import type { ComponentChildren } from 'preact';
import { EmptyState } from '../design/empty-state.tsx';
import { BanIcon, InfoIcon, SearchIcon, SmileIcon, TrashIcon } from '../design/icons.ts';
import { BanEnd } from './composer/ban-end.tsx';
import { Composer } from './composer/composer.tsx';
import { Notices } from './composer/notices.tsx';
import { TypingLine } from './composer/typing-line.tsx';
import styles from './embed.module.css';
import { useEmbed } from './embed-state.ts';
import { MessageList } from './list/message-list.tsx';
import { SkeletonRows } from './list/skeleton-rows.tsx';

/** The room, or why there is none to show. */
export function Body() {
  const { chat } = useEmbed();
  switch (chat.place.value) {
    case 'none':
      return (
        <Middle>
          <EmptyState icon={InfoIcon} title="No room is named">
            <p>
              The address of this page needs <code>?room=</code> and a room’s uid.
            </p>
          </EmptyState>
        </Middle>
      );
    case 'notFound':
      return (
        <Middle>
          <EmptyState icon={SearchIcon} title="There is no such room">
            It may have been deleted, or its uid is not quite right.
          </EmptyState>
        </Middle>
      );
    case 'deleted':
      return (
        <Middle>
          <EmptyState icon={TrashIcon} title="This room was deleted">
            Its messages are gone with it.
          </EmptyState>
        </Middle>
      );
    case 'refused':
      return (
        <Middle>
          <EmptyState icon={BanIcon} title="You are banned from this room">
            {chat.ban.value !== null && <BanEnd ban={chat.ban.value} />}
          </EmptyState>
        </Middle>
      );
    case 'joining':
      return chat.room.value === null ? <Loading /> : <Room />;
    case 'here':
      return <Room />;
  }
}

function Room() {
  const { chat } = useEmbed();
  const { start, end } = chat.timeline.range.value;
  const isEmpty = start === end && chat.outbox.value.length === 0;
  const isKnown = chat.room.value !== null && chat.place.value === 'here';
  return (
    <>
      <MessageList>
        {isEmpty && !isKnown && <Loading />}
        {isEmpty && isKnown && (
          <Middle>
            <EmptyState icon={SmileIcon} title="Nothing here yet">
              Whoever writes first begins the conversation.
            </EmptyState>
          </Middle>
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
    <div class={styles.loading} role="status" aria-label="Loading the room">
      <SkeletonRows count={6} />
    </div>
  );
}

function Middle({ children }: { readonly children: ComponentChildren }) {
  return <div class={styles.middle}>{children}</div>;
}
