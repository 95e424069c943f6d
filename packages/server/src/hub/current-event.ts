import type { CoreEvent } from '@koine/contract';

/**
 * What the hub knows of the event that is being encoded: enough for an audience to tell who has it already. One object for
 * the whole hub, set before each event, so that a protocol need not pass it along.
 */
export class CurrentEvent {
  /** The room's change number, 0 for events that are no stored change (typing, joins …). */
  changeSeq = 0;
  /** The message's seq, 0 when the change is not about one message (a purge). */
  messageSeq = 0;

  get isChange(): boolean {
    return this.changeSeq > 0;
  }

  /** Sets what is known from an event and returns the room it is a change of, if it is one. */
  set(event: CoreEvent): string | null {
    switch (event.type) {
      case 'messageCreated':
      case 'messageUpdated':
      case 'messageDeleted':
      case 'reactionChanged':
        this.changeSeq = event.changeSeq;
        this.messageSeq = event.message.seq;
        return event.roomId;
      case 'roomPurged':
        this.changeSeq = event.changeSeq;
        this.messageSeq = 0;
        return event.roomId;
      default:
        this.clear();
        return null;
    }
  }

  clear(): void {
    this.changeSeq = 0;
    this.messageSeq = 0;
  }
}

/** A change as far as catching up cares. */
export type ChangeMark = Readonly<Pick<CurrentEvent, 'changeSeq' | 'messageSeq'>>;
