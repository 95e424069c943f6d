import { describeFrame } from '../console/describe-frame.ts';

/** Ids that a console has received, so that ready-made frames name what exists. */
export interface SampleIds {
  /** The newest message's id, as the protocol writes it. */
  readonly messageId: string;
  readonly roomId: string;
  /** The user that the console acts as. */
  readonly userId: string;
  readonly targetUserId: string;
  readonly token: string;
}

/** A JSON value, as text (sent as it stands, unless an event carries it) or as an object. */
type Payload = string | Readonly<Record<string, unknown>>;

interface Content {
  readonly about: string;
  /** A Socket.IO event's name. */
  readonly event?: string;
  readonly payload: Payload | ((seen: SampleIds) => Payload);
}

/** A frame to send, ready made. */
export interface Sample extends Content {
  readonly title: string;
  /** Made to be refused, to show the server's error. */
  readonly isInvalid: boolean;
}

type SampleTable = Readonly<Record<string, Content>>;

/** Samples by title: those that the server accepts, then those that it refuses. */
export function samplesOf(valid: SampleTable, invalid: SampleTable): readonly Sample[] {
  return [
    ...Object.entries(valid).map(([title, content]) => ({ title, ...content, isInvalid: false })),
    ...Object.entries(invalid).map(([title, content]) => ({ title, ...content, isInvalid: true })),
  ];
}

/** Before anything was received: forms that the server's schemas accept. */
export const DEFAULT_IDS: SampleIds = {
  messageId: '00000000-0000-4000-8000-000000000000',
  roomId: '00000000-0000-4000-8000-000000000000',
  userId: 'user-uuid-1',
  targetUserId: 'user-uuid-2',
  token: 'TOKEN',
};

/** The value that is sent. */
export function payloadOf({ payload }: Sample, seen: SampleIds): Payload {
  return typeof payload === 'function' ? payload(seen) : payload;
}

/** The payload as a person edits it: a frame's text as it stands, everything else as JSON. */
export function textOf(sample: Sample, seen: SampleIds): string {
  const payload = payloadOf(sample, seen);
  const isRaw = typeof payload === 'string' && sample.event === undefined;
  return isRaw ? payload : JSON.stringify(payload, null, 2);
}

/** The event's or frame's name in the protocol. */
export function sampleType(sample: Sample): string {
  return sample.event ?? describeFrame(textOf(sample, DEFAULT_IDS)).type;
}
