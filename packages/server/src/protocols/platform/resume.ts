import type { Message } from '@koine/contract';
import type { Changes } from '../../core/ports/stores.ts';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import { resumeHistory } from '../../hub/history/resume.ts';
import type { Position, Since } from '../../hub/history/since.ts';
import type { History } from '../../hub/session.ts';
import {
  messageDeletedFrame,
  messageFrame,
  messageUpdatedFrame,
  reactionUpdatedFrame,
  resumedFrame,
  resyncFrame,
  roomPurgedFrame,
} from './codec.ts';

export interface ResumeContext {
  readonly core: Pick<ProtocolCore, 'clock' | 'epoch'>;
  readonly roomId: string;
  welcome(at: Position): string;
}

/** What a client gets of the past when it joins and asks for change numbers; others get none. */
export function historyOf(since: Since, { core, roomId, welcome }: ResumeContext): History {
  const { clock, epoch } = core;
  return resumeHistory(since, epoch, {
    welcome: (at) => [welcome(at)],
    resumed: (range, at) => [resumedFrame(range, at, roomId, clock.now())],
    encode: (changes) => changeFrames(roomId, changes, clock.now()),
    resync: (at) => [resyncFrame(at, roomId, clock.now())],
  });
}

/** The frames that tell a client what changed since it left: the latest state of each changed message. */
function changeFrames(roomId: string, changes: Changes, at: number): string[] {
  const { messages, purge, knownSeq } = changes;
  const frames = messages.flatMap((message) => stateFrames(message, message.seq > knownSeq, at));
  if (purge === null) return frames;
  return [roomPurgedFrame({ roomId, by: null }, at, purge.changeSeq), ...frames];
}

/**
 * A message's state may take more than one frame. Only the last has its change number: a client that is cut off in between
 * resumes from the number before it and gets them again. What has changed since it was created comes a second time, at that
 * change's number, as a message that is known.
 */
function stateFrames(message: Message, isNew: boolean, at: number): string[] {
  const { changeSeq } = message;
  // Of one that came and went the client receives only the second number.
  if (message.deletedAt !== null) return isNew ? [] : [messageDeletedFrame(message, changeSeq)];
  const isEdited = message.editedAt !== null;
  // Which of the two a known message owes its change to is not kept: its reactions are sent in any case.
  const hasReactions = !isNew || message.reactions.length > 0;
  const frames: string[] = [];
  if (isNew)
    frames.push(messageFrame(message, isEdited || hasReactions ? changeSeq - 1 : changeSeq));
  if (isEdited) frames.push(messageUpdatedFrame(message, hasReactions ? changeSeq - 1 : changeSeq));
  if (hasReactions) frames.push(reactionUpdatedFrame(message, null, at, changeSeq));
  return frames;
}
