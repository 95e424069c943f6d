import type { Entry, Timeline } from '../../chat/types.ts';
import { Button } from '../../design/button.tsx';
import { ArrowUpIcon, SignInIcon, SmileIcon } from '../../design/icons.ts';
import { PopoverButton } from '../../design/popover.tsx';
import { isSubmitKey } from '../../lib/submit-key.ts';
import { useEmbed } from '../embed-state.ts';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import * as strings from '../strings.tsx';
import styles from './composer.module.css';
import { RestrictionCountdown } from './restriction-countdown.tsx';
import { SlowModeRing } from './slow-mode-ring.tsx';
import { useAutoGrow } from './use-auto-grow.ts';

/** The count is shown from this share of the longest message on. */
const SHOWN_SHARE = 0.9;

/** Enter sends, Shift+Enter begins a line. Readers and restricted users see why they cannot write. */
export function Composer() {
  const { chat, open } = useEmbed();
  const me = chat.me.value;
  const ban = chat.ban.value;
  if (ban !== null) {
    return (
      <p class={styles.closed} data-tone="red" role="status">
        {ban.until !== null && strings.restricted(ban.kind)}
        <RestrictionCountdown ban={ban} />
      </p>
    );
  }
  if (me === null) {
    return (
      <div class={styles.closed}>
        <p>{strings.READING_ONLY}</p>
        <Button kind="primary" onClick={() => open({ kind: 'signIn' })}>
          <SignInIcon />
          {strings.SIGN_IN}
        </Button>
      </div>
    );
  }
  return <Form />;
}

function Form() {
  const { chat, draft, edit, sent, composer: area } = useEmbed();
  const text = draft.value;
  // As the server counts: code points. Until its limits are known it says itself what is too long.
  const charsMax = chat.facts.value?.limits.communityTextCharsMax ?? Number.POSITIVE_INFINITY;
  const shownFrom = charsMax * SHOWN_SHARE;
  const count = text.length < shownFrom ? text.length : [...text].length;
  const isTooLong = count > charsMax;
  const isEmpty = text.trim() === '';
  useAutoGrow(area, text);

  const write = (next: string) => {
    draft.value = next;
    chat.setTyping(next.trim() !== '');
  };
  const send = () => {
    if (isEmpty || isTooLong || chat.send(text) === null) return;
    draft.value = '';
    sent.value += 1;
    // Notices of before have been read.
    for (const { id } of chat.notices.peek()) chat.dismiss(id);
    area.current?.focus();
  };
  const insert = (emoji: string) => {
    const field = area.current;
    if (field === null) return;
    // By the field itself, so that the caret stands behind it.
    field.setRangeText(emoji, field.selectionStart, field.selectionEnd, 'end');
    write(field.value);
    field.focus();
  };
  return (
    <form
      class={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class={styles.box} data-wrong={isTooLong}>
        <textarea
          ref={area}
          class={styles.text}
          rows={1}
          dir="auto"
          value={text}
          placeholder={strings.WRITE_MESSAGE}
          aria-label={strings.MESSAGE}
          aria-describedby={count >= shownFrom ? 'composer-count' : undefined}
          aria-invalid={isTooLong}
          onInput={({ currentTarget }) => write(currentTarget.value)}
          onBlur={() => chat.setTyping(false)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowUp' && text === '') {
              const last = lastOwn(chat.timeline, chat.me.peek()?.uid);
              if (last === null) return;
              event.preventDefault();
              edit(last);
            }
            if (!isSubmitKey(event)) return;
            event.preventDefault();
            send();
          }}
        />
        <PopoverButton
          label={strings.INSERT_EMOJI}
          opens="dialog"
          surface={(opened) => <EmojiPicker {...opened} onPick={insert} />}
        >
          <SmileIcon size={18} />
        </PopoverButton>
        <SlowModeRing />
        <button
          type="submit"
          class={styles.send}
          aria-label={strings.SEND}
          title={strings.SEND_TITLE}
          disabled={isEmpty || isTooLong}
        >
          <ArrowUpIcon size={18} />
        </button>
      </div>
      {count >= shownFrom && (
        <p id="composer-count" class={styles.count} data-wrong={isTooLong} role="status">
          {strings.characterCount(count, charsMax)}
        </p>
      )}
    </form>
  );
}

const LOOK_BACK = 50;

/** The newest message of `uid` that can be changed, not far back. */
function lastOwn(timeline: Timeline, uid: string | undefined): Entry | null {
  const { start, end } = timeline.range.peek();
  for (let position = end - 1; position >= Math.max(start, end - LOOK_BACK); position--) {
    const entry = timeline.at(position);
    if (entry?.author.peek().uid === uid && entry?.body.peek().isDeleted === false) return entry;
  }
  return null;
}
