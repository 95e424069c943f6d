/** Received, sent, or said by the console itself (opened, closed, refused). */
export type Direction = 'in' | 'out' | 'note';

/** One line of a console. */
export interface Frame {
  /** 1, 2, 3 … in its log. */
  readonly no: number;
  readonly direction: Direction;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** What its chip says: the frame's `type` or the event's name. */
  readonly type: string;
  /** As on the wire, or the console's own words. */
  readonly text: string;
  /** On the wire, as UTF-8; 0 for the console's own words. */
  readonly bytes: number;
  readonly isError: boolean;
}

/** A frame that has not been numbered and measured yet. */
export type NewFrame = Omit<Frame, 'no' | 'bytes'>;

/** What a text on the wire is called, and whether it says that something was refused. */
export interface Description {
  readonly type: string;
  readonly isError: boolean;
}
