import { useEmbed } from '../embed-state.ts';
import * as strings from '../strings.tsx';
import styles from './composer.module.css';

/** Who is typing. The line stays when no one is, so that nothing jumps. */
export function TypingLine() {
  const { chat } = useEmbed();
  const people = chat.typing.value;
  return (
    <p class={styles.typing} aria-live="polite">
      {people.length > 0 && (
        <>
          <span class={styles.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span class={styles.typingNames}>{strings.typing(people)}</span>
        </>
      )}
    </p>
  );
}
