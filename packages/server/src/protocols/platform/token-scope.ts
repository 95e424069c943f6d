/**
 * Whether what is about a room (`null`: about none) may be sent to a user whose token is limited to these rooms (`null`: to
 * none). Asked where something comes to a user rather than to a room: what comes to a room is the core's to guard.
 */
export function isInScope(roomId: string | null, rooms: readonly string[] | null): boolean {
  return roomId === null || rooms === null || rooms.includes(roomId);
}
