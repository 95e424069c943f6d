/** A Socket.IO event packet of the default namespace, as the text that Engine.IO carries. */
export function eventText(name: string, payload: unknown): string {
  return `2[${JSON.stringify(name)},${JSON.stringify(payload)}]`;
}
