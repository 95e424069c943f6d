import type { ArchiveLine } from '../../core/archive/lines.ts';

type Kind = ArchiveLine['type'];

/** How many of what. */
export class Tally {
  readonly counts: Record<Kind, number> = { user: 0, room: 0, message: 0, member: 0, sanction: 0 };

  add(kind: Kind, count: number): void {
    this.counts[kind] += count;
  }

  addAll(counts: Readonly<Record<Kind, number>>): void {
    for (const kind of KINDS) this.add(kind, counts[kind]);
  }

  /** `2 users, 1 room, 40 messages, 2 members, 0 bans or mutes`. */
  get text(): string {
    return KINDS.map((kind) => {
      const count = this.counts[kind];
      const [one, many] = NOUNS[kind];
      return `${count} ${count === 1 ? one : many}`;
    }).join(', ');
  }
}

const NOUNS: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  user: ['user', 'users'],
  room: ['room', 'rooms'],
  message: ['message', 'messages'],
  member: ['member', 'members'],
  sanction: ['ban or mute', 'bans and mutes'],
};
const KINDS: readonly Kind[] = ['user', 'room', 'message', 'member', 'sanction'];
