import type { Mailbox } from './mailbox.ts';

export interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** A client of any protocol, as far as all can do the same: what the stories across protocols need. */
export interface ChatClient extends AsyncDisposable {
  readonly protocol: 'lobby' | 'reactions' | 'community' | 'direct' | 'platform';
  /** Under which others see what it says. */
  readonly name: string;
  /** Sends a message and does not wait. */
  sendText(text: string): void;
  /** Every message that it was shown live (and, where the protocol has one, by replay), in order. */
  readonly received: Mailbox<ReceivedMessage>;
  /** The connection is over. */
  readonly closed: Promise<Closing>;
  /** Cuts the connection without a goodbye. */
  drop(): void;
}

/** A message as its receiver sees it. */
export interface ReceivedMessage {
  readonly text: string;
  readonly from: string;
  /** As the protocol names it. */
  readonly id: string;
  /** The change number, for those who count changes. */
  readonly change: number | null;
}

/** Resolves when the client has been shown a message with this text. */
export function waitForText(
  { received }: Pick<ChatClient, 'received'>,
  text: string,
): Promise<ReceivedMessage> {
  return received.find((message) => message.text === text);
}

export function textsOf({ received }: Pick<ChatClient, 'received'>): string[] {
  return received.all.map(({ text }) => text);
}
