import { useEffect, useState } from 'preact/hooks';

/** A chat that connects when it is first shown, and leaves with what shows it. */
export function useChat<Chat extends Disposable>(create: () => Chat): Chat {
  const [chat] = useState(create);
  useEffect(() => () => chat[Symbol.dispose](), [chat]);
  return chat;
}
