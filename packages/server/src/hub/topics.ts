import { Audience, type AudienceContext } from './audience.ts';
import type { ProtocolName, Topic, Variant } from './protocol.ts';

/** One topic somebody local listens to. */
export interface TopicEntry {
  /** At most one for each protocol and variant: few enough to scan. */
  readonly audiences: Audience[];
  /** The newest change of the room whose event has been delivered while somebody listened; 0: none yet. */
  changeSeq: number;
}

/** Topic → audiences. A topic nobody listens to has no entry. */
export class Topics {
  readonly #context: AudienceContext;
  readonly #entries = new Map<Topic, TopicEntry>();

  constructor(context: AudienceContext) {
    this.#context = context;
  }

  get(topic: Topic): TopicEntry | undefined {
    return this.#entries.get(topic);
  }

  find(topic: Topic, protocol: ProtocolName, variant: Variant): Audience | undefined {
    const entry = this.#entries.get(topic);
    return entry && findIn(entry, protocol, variant);
  }

  /** The audience, made if there is none. Someone must be put into it in the same breath. */
  enter(topic: Topic, protocol: ProtocolName, variant: Variant): Audience {
    let entry = this.#entries.get(topic);
    if (entry === undefined) {
      entry = { audiences: [], changeSeq: 0 };
      this.#entries.set(topic, entry);
    }
    let audience = findIn(entry, protocol, variant);
    if (audience === undefined) {
      audience = new Audience(topic, protocol, variant, this.#context);
      entry.audiences.push(audience);
    }
    return audience;
  }

  /** Forgets the audience if nobody is left in it. */
  tidy(audience: Audience): void {
    if (!audience.isEmpty) return;
    const entry = this.#entries.get(audience.topic);
    const index = entry?.audiences.indexOf(audience) ?? -1;
    if (entry === undefined || index < 0) return;
    entry.audiences.splice(index, 1);
    if (entry.audiences.length === 0) this.#entries.delete(audience.topic);
  }
}

function findIn(entry: TopicEntry, protocol: ProtocolName, variant: Variant): Audience | undefined {
  for (const audience of entry.audiences) {
    if (audience.protocol === protocol && audience.variant === variant) return audience;
  }
  return undefined;
}
