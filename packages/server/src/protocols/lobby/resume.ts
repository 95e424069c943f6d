import type { ProtocolCore } from '../../core/protocol-core.ts';
import { resumeHistory } from '../../hub/history/resume.ts';
import type { Position, Since } from '../../hub/history/since.ts';
import type { History } from '../../hub/session.ts';
import { messageFrame, resumedFrame, resyncFrame } from './codec.ts';

export interface ResumeContext {
  readonly core: Pick<ProtocolCore, 'clock' | 'epoch'>;
  /** See `LobbyDeps`. */
  readonly origin: () => string;
  welcome(at: Position): string;
}

/** What a client gets of the past when it joins and asks for change numbers; others get none. */
export function historyOf(since: Since, { core, origin, welcome }: ResumeContext): History {
  const { clock, epoch } = core;
  return resumeHistory(since, epoch, {
    welcome: (at) => [welcome(at)],
    resumed: (range, at) => [resumedFrame(range, at, clock.now())],
    // Edits and deletes of what the client knew have no word here; what it did not know it gets in its latest state.
    encode: ({ messages, knownSeq }) =>
      messages
        .filter(({ seq, deletedAt }) => seq > knownSeq && deletedAt === null)
        .map((message) => messageFrame(message, origin(), message.changeSeq)),
    resync: (at) => [resyncFrame(at, clock.now())],
  });
}
