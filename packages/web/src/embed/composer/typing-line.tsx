import type { Person } from '../../chat/types.ts';
import { useEmbed } from '../embed-state.ts';
import styles from './composer.module.css';

/** Who writes now. Its place stays when nobody does, so that nothing jumps. */
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
          <span class={styles.typingNames}>
            <Names people={people} />
          </span>
        </>
      )}
    </p>
  );
}

function Names({ people }: { readonly people: readonly Person[] }) {
  const [one, two, three] = people;
  if (one === undefined) return null;
  if (two === undefined) {
    return (
      <>
        <bdi>{one.name}</bdi> is typing
      </>
    );
  }
  if (three === undefined) {
    return (
      <>
        <bdi>{one.name}</bdi> and <bdi>{two.name}</bdi> are typing
      </>
    );
  }
  return (
    <>
      <bdi>{one.name}</bdi>, <bdi>{two.name}</bdi> and {people.length - 2} more are typing
    </>
  );
}
