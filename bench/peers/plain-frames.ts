/** What the peers that store nothing have in common: they speak the lobby's message, so that all write the same bytes. */

let count = 0;

/** The text of `{"message": …}`. Throws when there is none. */
export function readMessage(frame: string): string {
  const value: unknown = JSON.parse(frame);
  if (typeof value !== 'object' || value === null || !('message' in value))
    throw new Error('a frame without a message');
  return String(value.message);
}

export function messageFrame(message: string): string {
  return JSON.stringify({ type: 'message', ...messageFields(message) });
}

export function messageFields(message: string) {
  const timestamp = `${new Date().toISOString().slice(0, 23)}000`;
  return { sender: 'c000000', message, timestamp, id: `msg_${++count}` };
}
