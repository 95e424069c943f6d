/** Received, sent, or a line of the console itself (opened, closed, refused). */
export type Direction = 'in' | 'out' | 'note';

/** One line of a console. */
export interface Frame {
  /** 1, 2, 3 … in its log. */
  readonly no: number;
  readonly direction: Direction;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** The text of its chip: the frame's `type` or the event's name. */
  readonly type: string;
  /** As on the wire, or the console's own text. */
  readonly text: string;
  /** On the wire, as UTF-8; 0 for the console's own text. */
  readonly bytes: number;
  readonly isError: boolean;
}

/** A frame that has not been numbered and measured yet. */
export type NewFrame = Omit<Frame, 'no' | 'bytes'>;

/** The name of a text on the wire, and whether it is an error. */
export interface Description {
  readonly type: string;
  readonly isError: boolean;
}
