import { useEmbed } from '../embed-state.ts';
import { errorText } from '../strings.tsx';

/** Adds or removes one's reaction to the message `id`; an error is shown there. Readers are asked to sign in. */
export function useReact(id: number): (emoji: string) => void {
  const { chat, open, messageError } = useEmbed();
  return (emoji) => {
    if (chat.me.peek() === null) return open({ kind: 'signIn' });
    chat.react(id, emoji).then((result) => {
      if (!result.ok) messageError.value = { id, text: errorText(result.error) };
    });
  };
}
