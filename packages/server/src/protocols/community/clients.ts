import type { CommunityHandler } from './handler.ts';

/** The sockets of this process: by user, by room. */
export class Clients {
  readonly #byUser = new Map<string, Set<CommunityHandler>>();
  readonly #byRoom = new Map<string, Set<CommunityHandler>>();

  remove(client: CommunityHandler): void {
    this.moveUser(client, client.userId, null);
    this.moveRoom(client, client.roomId, null);
  }

  moveUser(client: CommunityHandler, from: string | null, to: string | null): void {
    move(this.#byUser, client, from, to);
  }

  moveRoom(client: CommunityHandler, from: string | null, to: string | null): void {
    move(this.#byRoom, client, from, to);
  }

  /** A copy: the caller may sign them out or move them. */
  ofUser(userId: string): CommunityHandler[] {
    return [...(this.#byUser.get(userId) ?? [])];
  }

  /** Rooms in which somebody is, signed in or not. */
  rooms(): string[] {
    return [...this.#byRoom.keys()];
  }

  /** The room of the user's newest socket among those that have joined one. */
  newestRoomOf(userId: string): string | null {
    let newest: CommunityHandler | null = null;
    for (const client of this.#byUser.get(userId) ?? []) {
      if (client.roomId === null) continue;
      if (newest === null || client.number > newest.number) newest = client;
    }
    return newest?.roomId ?? null;
  }
}

function move(
  index: Map<string, Set<CommunityHandler>>,
  client: CommunityHandler,
  from: string | null,
  to: string | null,
): void {
  if (from !== null) {
    const left = index.get(from);
    left?.delete(client);
    if (left?.size === 0) index.delete(from);
  }
  if (to === null) return;
  const entered = index.get(to);
  if (entered === undefined) index.set(to, new Set([client]));
  else entered.add(client);
}
