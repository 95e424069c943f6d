import type { CoreEvent } from '@koine/contract';

/**
 * What the hub knows of the event that is being encoded: enough for an audience to see which members have it already. One object for
 * the whole hub, set before each event, so that a protocol need not pass it along.
 */
export class CurrentEvent {
  /** The room's change number, 0 for events that are no stored change (typing, joins …). */
  changeSeq = 0;
  /** The message's seq, 0 when the change is not about one message (a purge). */
  messageSeq = 0;
  /** The change is a new message. */
  isCreation = false;

  get isChange(): boolean {
    return this.changeSeq > 0;
  }

  /** Sets what is known from an event and returns the room it is a change of, if it is one. */
  set(event: CoreEvent): string | null {
    this.clear();
    if (!('changeSeq' in event)) return null;
    this.changeSeq = event.changeSeq;
    this.messageSeq = event.type === 'roomPurged' ? 0 : event.message.seq;
    this.isCreation = event.type === 'messageCreated';
    return event.roomId;
  }

  clear(): void {
    this.changeSeq = 0;
    this.messageSeq = 0;
    this.isCreation = false;
  }
}
