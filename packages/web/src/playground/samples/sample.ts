import { describeFrame } from '../console/describe-frame.ts';

/** What a console has seen on its connection, so that ready-made frames fit what is there. */
export interface SampleIds {
  /** The newest message's id, as the protocol writes it. */
  readonly messageId: string;
  readonly roomId: string;
  /** Whom the console speaks for. */
  readonly userId: string;
  readonly targetUserId: string;
  readonly token: string;
}

/** A frame to send, ready made. */
export interface Sample {
  readonly title: string;
  readonly about: string;
  /** A Socket.IO event's name. */
  readonly event?: string;
  /** A JSON value, or `(seen: SampleIds) => value`; a text that no event carries is sent as it stands. */
  readonly payload: unknown;
  /** Made to be refused: to see in what words. */
  readonly isInvalid?: true;
}

/** Before anything was seen: forms that the server's schemas take. */
export const DEFAULT_IDS: SampleIds = {
  messageId: '00000000-0000-4000-8000-000000000000',
  roomId: '00000000-0000-4000-8000-000000000000',
  userId: 'user-uuid-1',
  targetUserId: 'user-uuid-2',
  token: 'TOKEN',
};

/** Its value. */
export function payloadOf({ payload }: Sample, seen: SampleIds): unknown {
  return isMade(payload) ? payload(seen) : payload;
}

function isMade(payload: unknown): payload is (seen: SampleIds) => unknown {
  return typeof payload === 'function';
}

/** As a person edits it. Texts of Socket.IO events are JSON like everything else; those of frames stand as they are. */
export function textOf(sample: Sample, seen: SampleIds): string {
  const payload = payloadOf(sample, seen);
  if (payload === undefined) return '';
  if (typeof payload === 'string' && sample.event === undefined) return payload;
  return JSON.stringify(payload, null, 2);
}

/** The event or frame that it is, as the protocol names it. */
export function sampleType(sample: Sample): string {
  return sample.event ?? describeFrame(textOf(sample, DEFAULT_IDS)).type;
}
