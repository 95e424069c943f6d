import type { Message } from '@koine/contract';
import type { Changes } from '../../core/ports/stores.ts';
import {
  messageDeletedFrame,
  messageFrame,
  messageUpdatedFrame,
  reactionUpdatedFrame,
  roomPurgedFrame,
} from './codec.ts';

/** The frames that tell a client what changed since it left: the latest state of each changed message, once. */
export function changeFrames(roomId: string, changes: Changes, at: number): string[] {
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
  // Of one that came and went the client needs to hear only at the second number.
  if (message.deletedAt !== null) return isNew ? [] : [messageDeletedFrame(message, changeSeq)];
  const isEdited = message.editedAt !== null;
  // Which of the two a known message owes its change to is not kept: its reactions are told in any case.
  const hasReactions = !isNew || message.reactions.length > 0;
  const frames: string[] = [];
  if (isNew)
    frames.push(messageFrame(message, isEdited || hasReactions ? changeSeq - 1 : changeSeq));
  if (isEdited) frames.push(messageUpdatedFrame(message, hasReactions ? changeSeq - 1 : changeSeq));
  if (hasReactions) frames.push(reactionUpdatedFrame(message, null, at, changeSeq));
  return frames;
}
