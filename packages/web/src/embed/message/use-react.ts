import { useEmbed } from '../embed-state.ts';

/** Adds or takes back an emoji at the message `id`; a refusal is shown there. Nobody signed in: asks who one is. */
export function useReact(id: number): (emoji: string) => void {
  const { chat, dialog, fault } = useEmbed();
  return (emoji) => {
    if (chat.me.peek() === null) {
      dialog.value = { kind: 'signIn' };
      return;
    }
    chat.react(id, emoji).then((result) => {
      if (!result.ok) fault.value = { id, text: result.error.text };
    });
  };
}
