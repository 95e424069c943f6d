import { reactionCount } from '../../chat/toggle-reaction.ts';
import type { Entry, Reaction } from '../../chat/types.ts';
import { Dialog } from '../../design/dialog.tsx';
import { useEmbed } from '../embed-state.ts';
import { reactorNames } from '../message/reactor-names.ts';
import * as strings from '../strings.tsx';
import styles from './dialogs.module.css';

/** Who reacted to a message, emoji by emoji: for touch screens and screen readers. */
export function ReactorsDialog({
  entry,
  onClose,
}: {
  readonly entry: Entry;
  readonly onClose: () => void;
}) {
  const { reactions } = entry.body.value;
  return (
    <Dialog title={strings.REACTIONS} onClose={onClose}>
      {reactions.length === 0 && <p class={styles.quiet}>{strings.NO_REACTIONS}</p>}
      <dl class={styles.reactors}>
        {reactions.map((reaction) => (
          <Reactors key={reaction.emoji} reaction={reaction} />
        ))}
      </dl>
    </Dialog>
  );
}

const NAMES_MAX = 100;

function Reactors({ reaction }: { readonly reaction: Reaction }) {
  const { chat } = useEmbed();
  const { names, more } = reactorNames(chat, reaction, NAMES_MAX);
  return (
    <>
      <dt>
        <span class={styles.emoji}>{reaction.emoji}</span> {reactionCount(reaction)}
      </dt>
      <dd>
        {names.map((name, at) => (
          <>
            {at > 0 && ', '}
            <bdi>{name}</bdi>
          </>
        ))}
        {more > 0 && ` ${strings.andMore(more)}`}
      </dd>
    </>
  );
}
