import { isSameUser, type Message, type Reaction, type UserKey } from '@koine/contract';
import type { Changes, HistoryPage, HistoryQuery, NewMessage } from '../../core/ports/stores.ts';
import { UNCHANGED } from '../../testing/messages.ts';

type Draft = { -readonly [Key in keyof Message]: Message[Key] };

/** One room as it ought to be, in memory and by the plainest means: what the stores are compared with. */
export class RoomModel {
  readonly messages: Draft[] = [];
  changeSeq = 0;
  purgedSeq = 0;
  #purgeChangeSeq = 0;
  /** The newest seq as it was at each change number. */
  readonly #lastSeqAt = [0];

  append(message: NewMessage, number: number): Message {
    const known = this.messages.find(
      ({ clientKey, sender }) =>
        clientKey !== null && clientKey === message.clientKey && isSameUser(sender, message.sender),
    );
    if (known !== undefined) return known;
    const added = {
      ...message,
      number,
      seq: this.messages.length + 1,
      changeSeq: this.changeSeq + 1,
      ...UNCHANGED,
    };
    this.messages.push(added);
    this.#change();
    return added;
  }

  edit(seq: number, content: string, at: number): void {
    const message = this.#revisable(seq);
    if (message === null) return;
    Object.assign(message, { content, editedAt: at, editReason: null });
    message.changeSeq = this.#change();
  }

  delete(seq: number, by: UserKey, at: number): void {
    const message = this.#revisable(seq);
    if (message === null) return;
    Object.assign(message, { content: '', meta: null, reactions: [] });
    Object.assign(message, { deletedAt: at, deletedBy: by });
    message.changeSeq = this.#change();
  }

  react(seq: number, emoji: string, user: UserKey): void {
    const message = this.#revisable(seq);
    if (message === null) return;
    message.reactions = toggled(message.reactions, emoji, user);
    message.changeSeq = this.#change();
  }

  purge(): void {
    this.purgedSeq = this.messages.length;
    this.#purgeChangeSeq = this.#change();
  }

  page(query: HistoryQuery): HistoryPage {
    const counted = this.messages.filter(
      ({ seq, deletedAt }) => seq > this.purgedSeq && (query.withDeleted || deletedAt === null),
    );
    const inRange = counted.filter(
      ({ seq }) => seq > (query.after ?? 0) && seq < (query.before ?? Number.POSITIVE_INFINITY),
    );
    const { skip, limit } = query;
    const end = inRange.length - skip;
    const messages =
      query.direction === 'newer'
        ? inRange.slice(skip, skip + limit)
        : inRange.slice(Math.max(0, end - limit), Math.max(0, end));
    const { changeSeq, purgedSeq } = this;
    const lastSeq = this.messages.length;
    return { messages, lastSeq, changeSeq, purgedSeq, total: counted.length };
  }

  changesSince(changeSeq: number, limit: number): Changes {
    const lastSeq = this.#lastSeqAt[Math.min(changeSeq, this.changeSeq)] ?? 0;
    const knownSeq = Math.max(lastSeq, this.purgedSeq);
    const changed = this.messages
      .filter(({ seq }) => seq > this.purgedSeq)
      .flatMap((message) => {
        const creation = { ...message, changeSeq: this.#lastSeqAt.indexOf(message.seq) };
        return creation.changeSeq === message.changeSeq ? [message] : [creation, message];
      })
      .filter((change) => change.changeSeq > changeSeq)
      .sort((a, b) => a.changeSeq - b.changeSeq);
    return {
      messages: changed.slice(0, limit),
      purge:
        this.#purgeChangeSeq > changeSeq
          ? { purgedSeq: this.purgedSeq, changeSeq: this.#purgeChangeSeq }
          : null,
      isGone: false,
      knownSeq,
      hasMore: changed.length > limit,
      changeSeq: this.changeSeq,
    };
  }

  #change(): number {
    this.changeSeq += 1;
    this.#lastSeqAt.push(this.messages.length);
    return this.changeSeq;
  }

  #revisable(seq: number): Draft | null {
    const message = this.messages[seq - 1];
    return message === undefined || seq <= this.purgedSeq || message.deletedAt !== null
      ? null
      : message;
  }
}

function toggled(reactions: readonly Reaction[], emoji: string, user: UserKey) {
  const present = reactions.find((reaction) => reaction.emoji === emoji);
  if (present === undefined) return [...reactions, { emoji, users: [user] }];
  const users = present.users.includes(user)
    ? present.users.filter((other) => other !== user)
    : [...present.users, user];
  return reactions
    .map((reaction) => (reaction === present ? { emoji, users } : reaction))
    .filter((reaction) => reaction.users.length > 0);
}
