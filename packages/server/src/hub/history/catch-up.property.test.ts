import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { History } from '../session.ts';
import {
  CatchingUp,
  newest,
  type SeenFrame,
  seenBy,
  settled,
  since,
  stream,
} from '../testing/catching-up.ts';
import type { TestRoom } from '../testing/test-room.ts';

/**
 * Random interleavings of commits, of their events (which come later, in order), of reads (whose snapshot and answer are two
 * moments) and of the reader's pace; then the client must hold what a fresh read finds, and have got each thing once.
 */
type Step =
  | {
      readonly kind:
        | 'create'
        | 'purge'
        | 'publish'
        | 'type'
        | 'snapshot'
        | 'answer'
        | 'drain'
        | 'endTurn';
    }
  /** `join`: one more client comes, from a point of the past. */
  | { readonly kind: 'edit' | 'remove' | 'join'; readonly pick: number };

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('create' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('purge' as const) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constantFrom('edit' as const, 'remove' as const),
        pick: fc.nat(50),
      }),
    },
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('publish' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('join' as const), pick: fc.nat(200) }),
    },
    {
      weight: 10,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          'type' as const,
          'snapshot' as const,
          'answer' as const,
          'drain' as const,
          'endTurn' as const,
        ),
      }),
    },
  ),
  { maxLength: 60, size: 'max' },
);

/** The room as it was, for a client that left then. */
interface Moment {
  readonly changeSeq: number;
  readonly lastSeq: number;
  readonly messages: TestRoom['messages'];
}

const momentOf = ({ changeSeq, lastSeq, messages }: TestRoom): Moment => ({
  changeSeq,
  lastSeq,
  messages: [...messages],
});

type Join = (pick: number) => void;

async function take(step: Step, test: CatchingUp, join: Join): Promise<void> {
  const { room } = test;
  switch (step.kind) {
    case 'join':
      join(step.pick);
      break;
    case 'create':
      test.commit(room.create(`c${room.changeSeq + 1}`));
      break;
    case 'edit':
      test.commit(room.edit(seqOf(step.pick, room), `c${room.changeSeq + 1}`));
      break;
    case 'remove':
      test.commit(room.remove(seqOf(step.pick, room)));
      break;
    case 'purge':
      test.commit(room.purge());
      break;
    case 'publish':
      test.publishNext();
      break;
    case 'type':
      test.type();
      break;
    case 'snapshot':
      await test.reads.snapshot();
      break;
    case 'answer':
      test.reads.answer();
      break;
    case 'drain':
      await test.drain();
      break;
    case 'endTurn':
      test.hub.endTurn();
      break;
  }
  await settled();
}

function seqOf(pick: number, room: TestRoom): number {
  return (pick % Math.max(room.lastSeq, 1)) + 1;
}

/** What a client holds, built from its frames alone; it complains of whatever should not come. */
class Client {
  readonly held = new Map<number, string>();
  readonly typed: string[] = [];
  readonly #known = new Set<number>();
  readonly #changes = new Set<number>();
  #newestSeq = 0;

  constructor(room: Moment | null) {
    for (const { seq, content, deletedAt } of room?.messages ?? []) {
      if (deletedAt === null) this.held.set(seq, content);
    }
    for (let seq = 1; seq <= (room?.lastSeq ?? 0); seq++) this.#known.add(seq);
    this.#newestSeq = room?.lastSeq ?? 0;
  }

  take(frame: SeenFrame): void {
    switch (frame.kind) {
      case 'typing':
        this.typed.push(frame.id);
        break;
      case 'purged':
      case 'roomPurged':
        for (const seq of this.held.keys()) if (seq <= frame.purgedSeq) this.held.delete(seq);
        break;
      case 'page':
      case 'created':
      case 'messageCreated':
        this.#once(frame.changeSeq);
        expect(this.#known, `message ${frame.seq} comes as new, twice`).not.toContain(frame.seq);
        this.#known.add(frame.seq);
        if (frame.kind !== 'created') {
          expect(frame.seq, 'new messages come in order').toBeGreaterThan(this.#newestSeq);
          this.#newestSeq = frame.seq;
        }
        if (!frame.isDeleted) this.held.set(frame.seq, frame.content);
        break;
      // That a message has changed may be said again: no harm.
      case 'changed':
      case 'messageUpdated':
      case 'messageDeleted':
        if (frame.kind === 'changed') expect(this.#known).toContain(frame.seq);
        if (frame.isDeleted) this.held.delete(frame.seq);
        else if (this.held.has(frame.seq)) this.held.set(frame.seq, frame.content);
        break;
    }
  }

  #once(changeSeq: number): void {
    expect(this.#changes, `change ${changeSeq} comes twice`).not.toContain(changeSeq);
    this.#changes.add(changeSeq);
  }
}

function present(room: TestRoom): Map<number, string> {
  const messages = room.messages.filter(({ deletedAt }) => deletedAt === null);
  return new Map(messages.map(({ seq, content }) => [seq, content]));
}

interface Plan {
  readonly name: string;
  history(changeSeq: number): History;
  /** The client has what the room had when it left. */
  readonly hasPast: boolean;
  /** Seqs that the client must know of, from the lowest; `null`: all. */
  readonly isWindow: boolean;
}

const PLANS: readonly Plan[] = [
  { name: 'the newest page', history: () => newest(4), hasPast: false, isWindow: true },
  { name: 'a stream of everything', history: () => stream(null), hasPast: false, isWindow: false },
  { name: 'a stream of the newest', history: () => stream(7), hasPast: false, isWindow: true },
  { name: 'everything since', history: since, hasPast: true, isWindow: false },
];

it.each(PLANS)(
  '$name and then live: what each client holds is what a fresh read finds',
  async (plan) => {
    await fc.assert(
      fc.asyncProperty(steps, steps, steps, async (past, missed, meanwhile) => {
        const test = new CatchingUp(3);
        const nobody = () => {};
        for (const step of past) await take(step, test, nobody);
        await test.finish();
        const left = momentOf(test.room);
        const moments = [left];
        const typedBefore = test.typed.length;
        for (const step of plan.hasPast ? missed : []) {
          if (step.kind === 'type') continue;
          await take(step, test, nobody);
          moments.push(momentOf(test.room));
        }
        const { connection } = test;
        const live = test.start(plan.history(left.changeSeq));
        const clients = [{ connection, live, typedBefore, left }];
        for (const step of meanwhile) {
          await take(step, test, (pick) => {
            const from = moments[pick % moments.length] ?? left;
            clients.push({ ...test.join(plan.history(from.changeSeq)), left: from });
          });
          moments.push(momentOf(test.room));
        }
        await test.finish();
        for (const client of clients) await client.live;
        test.commit(test.room.create('at last'));
        await test.finish();
        for (const client of clients) {
          const model = new Client(plan.hasPast ? client.left : null);
          for (const frame of seenBy(client.connection)) model.take(frame);
          const fresh = present(test.room);
          const lowest = plan.isWindow ? Math.min(...model.held.keys()) : 0;
          for (const seq of fresh.keys()) if (seq < lowest) fresh.delete(seq);
          expect(new Map([...model.held].sort(([a], [b]) => a - b))).toEqual(fresh);
          expect(model.typed).toEqual(test.typed.slice(client.typedBefore));
          expect(client.connection.closedWith).toBeNull();
        }
        expect(test.hub.errors).toEqual([]);
      }),
      { numRuns: 500 },
    );
  },
);
