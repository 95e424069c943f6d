import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Variant } from '../protocol.ts';
import type { History } from '../session.ts';
import {
  CatchingUp,
  type LateClient,
  newest,
  type SeenFrame,
  seenBy,
  settled,
  since,
  stream,
} from '../testing/catching-up.ts';
import type { WireMessage } from '../testing/test-protocol.ts';
import type { TestRoom } from '../testing/test-room.ts';
import { resumePoint } from './since.ts';

/**
 * Random interleavings of commits, of their events (which come later, in order), of reads (whose snapshot and answer are two
 * moments), of what the cache forgets and of the reader's pace; then the client must hold what a fresh read finds, have got
 * each message once, and nothing that was deleted before it was sent.
 */
type Step =
  | {
      readonly kind:
        | 'create'
        | 'purge'
        | 'expire'
        | 'publish'
        | 'type'
        | 'snapshot'
        | 'answer'
        | 'drain'
        | 'forget'
        | 'age'
        | 'endTick';
    }
  | { readonly kind: 'edit' | 'remove'; readonly pick: number }
  /** One more client comes, from a point of the past. */
  | { readonly kind: 'join'; readonly pick: number; readonly plan: number };

const simple = <Kind extends string>(...kinds: Kind[]) =>
  fc.record({ kind: fc.constantFrom(...kinds) });

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: simple('create') },
    { weight: 1, arbitrary: simple('purge', 'expire') },
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constantFrom('edit', 'remove'), pick: fc.nat(50) }),
    },
    { weight: 8, arbitrary: simple('publish') },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('join'), pick: fc.nat(200), plan: fc.nat(50) }),
    },
    { weight: 10, arbitrary: simple('type', 'snapshot', 'answer', 'drain', 'endTick') },
    { weight: 1, arbitrary: simple('forget', 'age') },
  ),
  { maxLength: 60, size: 'max' },
);

/** The room as it was, for a client that left then. */
interface Moment {
  readonly changeSeq: number;
  readonly lastSeq: number;
  readonly messages: TestRoom['messages'];
}

/** A room, and what it was after each change. */
class Story extends CatchingUp {
  readonly moments: Moment[] = [];
  /** Of messages up to here retention has taken some away, without an event. */
  expiredSeq = 0;

  constructor(isTight: boolean) {
    // Tight: hardly more than one read is kept.
    super(3, isTight ? { catchUpBytesMax: 4_000 } : {});
    this.remember();
  }

  remember(): void {
    const { changeSeq, lastSeq, messages } = this.room;
    this.moments.push({ changeSeq, lastSeq, messages: [...messages] });
  }

  /** As it was last at this change. */
  at(changeSeq: number): Moment {
    const moment = this.moments.findLast((known) => known.changeSeq === changeSeq);
    if (moment === undefined) throw new Error(`the room was never at ${changeSeq}`);
    return moment;
  }

  expire(): void {
    this.expiredSeq = this.room.messages[0]?.seq ?? this.expiredSeq;
    this.room.expire();
    this.hub.hub.forgetHistory(null);
  }

  async take(step: Step, join: (pick: number, plan: number) => void): Promise<void> {
    const { hub, reads, room } = this;
    const seqOf = (pick: number) => (pick % Math.max(room.lastSeq, 1)) + 1;
    const run = {
      create: () => this.commit(room.create(`c${room.changeSeq + 1}`)),
      purge: () => this.commit(room.purge()),
      expire: () => this.expire(),
      publish: () => this.publishNext(),
      type: () => this.type(),
      snapshot: () => reads.snapshot(),
      answer: () => reads.answer(),
      drain: () => this.drain(),
      forget: () => hub.hub.forgetHistory(null),
      age: () => hub.clock.advance(31_000),
      endTick: () => hub.endTick(),
    };
    if (step.kind === 'join') join(step.pick, step.plan);
    else if (step.kind === 'edit')
      this.commit(room.edit(seqOf(step.pick), `c${room.changeSeq + 1}`));
    else if (step.kind === 'remove') this.commit(room.remove(seqOf(step.pick)));
    else await run[step.kind]();
    this.remember();
    await settled();
  }
}

/** What a client holds, built from its frames alone; it complains of whatever should not come. */
class Client {
  readonly held = new Map<number, string>();
  readonly typed: string[] = [];
  readonly #story: Story;
  readonly #known = new Set<number>();
  #newestSeq = 0;

  constructor(story: Story, left: Moment | null) {
    this.#story = story;
    if (left !== null) this.#load(left);
  }

  take(frame: SeenFrame): void {
    switch (frame.kind) {
      case 'typing':
        this.typed.push(frame.id);
        break;
      case 'resync':
        this.#load(this.#story.at(frame.change));
        break;
      case 'end':
        this.#standsAt(this.#story.at(frame.change));
        break;
      case 'purged':
      case 'roomPurged':
        for (const seq of this.held.keys()) if (seq <= frame.purgedSeq) this.held.delete(seq);
        break;
      case 'page':
      case 'created':
      case 'messageCreated':
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

  /** As a client that reads the room anew. */
  #load({ lastSeq, messages }: Moment): void {
    this.held.clear();
    this.#known.clear();
    for (const { seq, content, deletedAt } of messages)
      if (deletedAt === null) this.held.set(seq, content);
    for (let seq = 1; seq <= lastSeq; seq++) this.#known.add(seq);
    this.#newestSeq = lastSeq;
  }

  /** It knows every change up to this moment, perhaps more. */
  #standsAt({ messages }: Moment): void {
    const lowest = Math.min(...this.held.keys());
    for (const { content, deletedAt, seq } of messages) {
      if (deletedAt !== null) expect(this.held).not.toContain(seq);
      const held = this.held.get(seq);
      if (deletedAt !== null || seq < lowest || held === undefined) continue;
      expect(numberIn(held), `message ${seq}`).toBeGreaterThanOrEqual(numberIn(content));
    }
  }
}

/** Contents tell at which change they were written. */
const numberIn = (content: string) => Number(content.slice(1));

interface Plan {
  readonly name: string;
  readonly variant: Variant;
  history(changeSeq: number): History;
  /** The client has what the room had when it left. */
  readonly hasPast: boolean;
  /** The client comes from another epoch: it has to reload. */
  readonly isForeign: boolean;
}

const from = (epoch: string | null) => (change: number) =>
  since(resumePoint({ epoch, change }, 'present'));
const plan = (name: string, history: Plan['history'], rest: Partial<Plan> = {}): Plan => ({
  name,
  history,
  variant: 'plain',
  hasPast: false,
  isForeign: false,
  ...rest,
});

const PLANS: readonly Plan[] = [
  plan('the newest page', () => newest(4)),
  plan('a stream of everything', () => stream(null)),
  plan('a stream of the newest', () => stream(7)),
  plan('a stream of none', () => stream(0)),
  plan('a numbered stream', () => stream(null, true), { variant: 'change' }),
  plan('everything since', from(null), { hasPast: true }),
  plan('everything since, numbered', from('present'), { hasPast: true, variant: 'change' }),
  plan('everything since another epoch', from('past'), {
    hasPast: true,
    isForeign: true,
    variant: 'change',
  }),
];

interface Guest extends LateClient {
  readonly plan: Plan;
  readonly left: Moment;
}

function check(story: Story, { connection, left, plan, typedBefore }: Guest): void {
  const client = new Client(story, plan.hasPast ? left : null);
  const frames = seenBy(connection);
  for (const frame of frames) client.take(frame);
  const fresh = new Map<number, string>();
  const lowest = plan.hasPast ? 0 : Math.min(...client.held.keys());
  for (const { content, deletedAt, seq } of story.room.messages)
    if (deletedAt === null && seq >= lowest) fresh.set(seq, content);
  const held = [...client.held].filter(([seq]) => seq > story.expiredSeq || fresh.has(seq));
  expect(new Map(held.sort(([a], [b]) => a - b))).toEqual(fresh);
  expect(client.typed).toEqual(story.typed.slice(typedBefore));
  expect(connection.closedWith).toBeNull();
  const isReloaded = frames.some(({ kind }) => kind === 'resync');
  if (plan.isForeign || story.expiredSeq === 0) expect(isReloaded).toBe(plan.isForeign);
  for (const { isOf, sent } of story.removals) {
    const later = frames.slice(sent.get(connection) ?? 0).filter(isOfHistory);
    expect(later.filter((frame) => isOf(frame.seq) && !frame.isDeleted)).toEqual([]);
  }
}

function isOfHistory(frame: SeenFrame): frame is Extract<SeenFrame, WireMessage> {
  return frame.kind === 'page' || frame.kind === 'created' || frame.kind === 'changed';
}

it.each(PLANS)(
  '$name and then live: what each client holds is what a fresh read finds',
  async (first) => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        steps,
        steps,
        fc.boolean(),
        async (past, missed, meanwhile, isTight) => {
          const story = new Story(isTight);
          const ignore = () => {};
          for (const step of past) await story.take(step, ignore);
          await story.finish();
          const left = story.at(story.room.changeSeq);
          const leftAt = story.moments.length;
          for (const step of missed) if (step.kind !== 'type') await story.take(step, ignore);
          const guests: Guest[] = [];
          const enter = (plan: Plan, moment: Moment) => {
            const client = story.join(plan.history(moment.changeSeq), plan.variant);
            guests.push({ ...client, plan, left: moment });
          };
          enter(first, left);
          for (const step of meanwhile)
            await story.take(step, (pick, index) => {
              const moments = story.moments.slice(leftAt - 1);
              enter(PLANS[index % PLANS.length] ?? first, moments[pick % moments.length] ?? left);
            });
          await story.finish();
          for (const { live } of guests) await live;
          story.commit(story.room.create(`c${story.room.changeSeq + 1}`));
          story.remember();
          await story.finish();
          for (const guest of guests) check(story, guest);
          expect(story.hub.errors).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  },
);
