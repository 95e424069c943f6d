import {
  DEFAULT_APP_ID,
  type GlobalRole,
  KoineError,
  localIdOf,
  type Reaction,
  type Room,
  type Sanction,
  userOfLocalId,
} from '@koine/contract';
import { authorOf, systemActor } from '../actor.ts';
import { canonicalRange } from '../address.ts';
import { changeOf } from '../messages.ts';
import type { RestoredMessage } from '../ports/stores.ts';
import { cutReactions } from '../reactors.ts';
import { sanctionChanged, targetOf, userUnder } from '../sanctions.ts';
import { isVisitorId } from '../visitor-id.ts';
import { type ArchiveApps, restoredMessageOf } from './archived-message.ts';
import { checkedLine, checkedRoom } from './checked-line.ts';
import { copiedId, copiedUid } from './copied-id.ts';
import type { ImportDeps, Imported } from './import.ts';
import type { ArchivedUser, ArchiveLine } from './lines.ts';

/** Messages that are stored in one go. */
const BATCH_MESSAGES = 200;

type MemberLine = Extract<ArchiveLine, { type: 'member' }>;

/** A room under way: as the archive has it, and as it is here. */
interface RoomUnderWay {
  readonly archived: Room;
  readonly id: string;
}

/** The import of one run of lines into one app. Lines go in one after another; messages gather and go in together. */
export class PartImport {
  readonly #deps: ImportDeps;
  readonly #archivedAppId: string;
  readonly #appId: string;
  /** Things of another app are copied: they get ids of their own. */
  readonly #isCopy: boolean;
  readonly #made = { user: 0, room: 0, message: 0, member: 0, sanction: 0 };
  readonly #notes: string[] = [];
  #known = 0;
  /** Messages that came with more reactions than there may be. */
  #cut = 0;
  #room: RoomUnderWay | null = null;
  #batch: RestoredMessage[] = [];
  #batchIndex: number | null = null;

  constructor(deps: ImportDeps, archivedAppId: string, appId: string) {
    this.#deps = deps;
    this.#archivedAppId = archivedAppId;
    this.#appId = appId;
    this.#isCopy = appId !== archivedAppId;
  }

  get report(): Pick<Imported, 'made' | 'known' | 'notes'> {
    return { made: { ...this.#made }, known: this.#known, notes: this.#allNotes };
  }

  get #allNotes(): readonly string[] {
    if (this.#cut === 0) return this.#notes;
    const max = this.#deps.limits.reactorsPerMessageMax;
    const count = this.#cut === 1 ? '1 message' : `${this.#cut} messages`;
    return [...this.#notes, `Reactions beyond the first ${max} were left out, on ${count}.`];
  }

  /** Where the messages begin that are not stored yet. */
  get pendingIndex(): number | null {
    return this.#batchIndex;
  }

  /** Goes on in a room whose line came earlier. */
  async resume(given: Room): Promise<void> {
    const room = checkedRoom(given);
    const { id } = await this.#findOrMake(room);
    this.#room = { archived: room, id };
  }

  /** Rejects with what is wrong with the line, or with the messages that wait before it. */
  async add(given: ArchiveLine, index: number): Promise<void> {
    const line = checkedLine(given);
    if (line.type === 'message' && this.#room?.archived.id === line.message.roomId) {
      const id = this.#idOf(line.message.id);
      const message = restoredMessageOf(line.message, this.#appsIn(this.#room));
      const replyTo = message.replyTo === null ? null : this.#idOf(message.replyTo);
      const reactions = this.#cutReactions(message.reactions);
      this.#batchIndex ??= index;
      this.#batch.push({ ...message, id, replyTo, reactions });
      if (this.#batch.length >= BATCH_MESSAGES) await this.flush();
      return;
    }
    await this.flush();
    switch (line.type) {
      case 'message':
        this.#roomOf(line.message.roomId);
        return;
      case 'user':
        return this.#addUser(line.user);
      case 'room':
        return this.#addRoom(line.room);
      case 'member':
        return this.#addMember(line);
      case 'sanction':
        return this.#addSanction(line.sanction);
    }
  }

  /** Stores the messages that have gathered, and announces those that are new. */
  async flush(): Promise<void> {
    const messages = this.#batch;
    if (this.#room === null || messages.length === 0) return;
    const { archived, id: roomId } = this.#room;
    const { stores, bus } = this.#deps;
    // Announced from the first reaction on the store's promise: the order of events is that of commits.
    const restored = await stores.messages
      .restore(roomId, messages, archived.changeSeq)
      .then((added) => {
        for (const message of added) {
          const change = changeOf(message);
          bus.publish(
            message.deletedAt === null
              ? { type: 'messageCreated', ...change }
              : { type: 'messageDeleted', ...change, by: authorOf(systemActor(this.#appId)) },
          );
        }
        return added;
      });
    this.#batch = [];
    this.#batchIndex = null;
    this.#made.message += restored.length;
    this.#known += messages.length - restored.length;
  }

  async #addUser(user: ArchivedUser): Promise<void> {
    const { stores, bus } = this.#deps;
    if ((await stores.users.find(this.#appId, { id: user.id })) !== null) {
      this.#known += 1;
      return;
    }
    const made = { ...user, appId: this.#appId };
    let stored = await stores.users.create(made, 'keep').catch(unlessNameTaken);
    if (stored === null) {
      this.#notes.push(`The username ${user.username} is taken; user ${user.id} came without it.`);
      const nameless = { ...made, username: null, passwordHash: null, roles: NO_ROLES };
      stored = await stores.users.create(nameless, 'keep');
    }
    this.#made.user += 1;
    this.#deps.names.taken(stored);
    if (stored.roles.length > 0) bus.publish({ type: 'userUpdated', user: stored });
  }

  async #addRoom(room: Room): Promise<void> {
    const { id, isNew } = await this.#findOrMake(room);
    this.#room = { archived: room, id };
    if (isNew) this.#made.room += 1;
    else this.#known += 1;
  }

  async #addMember({ member, lastReadId }: MemberLine): Promise<void> {
    const { archived, id: roomId } = this.#roomOf(member.roomId);
    const { members, messages } = this.#deps.stores;
    const { userName, role, joinedAt } = member;
    const userId = this.#localIdHere(member.userId);
    // The owner became a member with the room, when only the id was known.
    const ifExists = member.userId === archived.ownerId ? 'replace' : 'keep';
    const put = await members.put(roomId, { userId, userName, role, joinedAt }, ifExists);
    if (put.isNew) {
      this.#made.member += 1;
      const { memberCount } = put;
      this.#deps.bus.publish({
        type: 'memberChanged',
        roomId,
        user: userOfLocalId(userId, this.#appId),
        userName,
        role,
        memberCount,
      });
    } else if (ifExists === 'keep') {
      this.#known += 1;
    }
    if (lastReadId === null) return;
    const read = await messages.find({ id: this.#idOf(lastReadId) });
    if (read?.roomId === roomId) await members.markRead(roomId, userId, read.seq);
  }

  async #addSanction(sanction: Sanction): Promise<void> {
    const { stores, bus, clock } = this.#deps;
    const now = clock.now();
    if (sanction.until !== null && sanction.until <= now) return;
    const roomId = sanction.roomId === null ? null : this.#roomOf(sanction.roomId).id;
    const inForce = await stores.sanctions.list(this.#appId, roomId, now);
    const { kind } = sanction;
    const target = this.#targetHere(sanction);
    if (inForce.some((other) => other.kind === kind && other.target === target)) {
      this.#known += 1;
      return;
    }
    const put = await stores.sanctions.put({
      ...sanction,
      id: this.#idOf(sanction.id),
      appId: this.#appId,
      roomId,
      target,
    });
    this.#made.sanction += 1;
    bus.publish(sanctionChanged(put, false));
  }

  /**
   * The room that stands for the archive's: the one of its id; of a direct room also that of the same pair, of any other
   * that of the same uid, which people have chosen (`lobby`), both in the same app. Else a new one.
   */
  async #findOrMake(room: Room): Promise<{ readonly id: string; readonly isNew: boolean }> {
    if ((room.kind === 'direct') !== (room.pair !== null))
      throw new KoineError('invalidInput', { field: 'pair' }, PAIR_RULE);
    const { rooms } = this.#deps.stores;
    const appId = this.#appId;
    const id = this.#idOf(room.id);
    const byId = await rooms.find({ id });
    if (byId !== null && byId.appId !== appId)
      throw new KoineError('conflict', {}, `Room ${id} belongs to another app here`);
    if (byId !== null) return { id, isNew: false };
    const [first, second] = room.pair ?? [null, null];
    // One with somebody who was deleted is no later pair's.
    const hasPair = first !== null && second !== null;
    const byPair = hasPair ? await rooms.find({ appId, pair: [first, second] }) : null;
    if (byPair !== null) return { id: byPair.id, isNew: false };
    const byUid = await rooms.find({ uid: room.uid });
    if (byUid?.appId === appId && byUid.kind === room.kind && room.pair === null && !this.#isCopy)
      return { id: byUid.id, isNew: false };
    // It counts its changes anew, with numbers that were given out before the room was removed.
    if (await rooms.wasRemoved(id)) await this.#deps.stores.epoch.begin();
    const { ownerId } = room;
    const uid = byUid === null ? room.uid : copiedUid(this.#deps.secrets, appId, room.uid);
    const owner = ownerId === null ? null : { userId: ownerId, userName: ownerId };
    const made = await rooms.create({ ...room, id, uid, appId, owner, members: [] });
    if (made.room.appId !== appId)
      throw new KoineError('conflict', {}, `The uid ${room.uid} is taken here`);
    return { id: made.room.id, isNew: made.isNew };
  }

  #cutReactions(reactions: readonly Reaction[]): readonly Reaction[] {
    const max = this.#deps.limits.reactorsPerMessageMax;
    const kept = cutReactions(reactions, max);
    if (kept !== reactions) this.#cut += 1;
    return kept;
  }

  #appsIn({ archived }: RoomUnderWay): ArchiveApps {
    return { archived: this.#archivedAppId, appId: this.#appId, isBridged: archived.bridged };
  }

  /** Users of the archive's app become this one's. */
  #localIdHere(localId: string): string {
    const { appId, id } = userOfLocalId(localId, this.#archivedAppId);
    return localIdOf({ appId: this.#appHere(appId), id }, this.#appId);
  }

  /** An address may stand in an archive as an older version or a person wrote it, a visitor by the bare id. */
  #targetHere(sanction: Sanction): string {
    const { target } = sanction;
    const user = userUnder(sanction);
    if (user === null) {
      const range = canonicalRange(target.slice('ip:'.length));
      return range === null ? target : `ip:${range}`;
    }
    const isBridged = sanction.roomId !== null && this.#room?.archived.bridged === true;
    const isVisitor = isBridged && user.appId === this.#archivedAppId && isVisitorId(user.id);
    const appId = isVisitor ? DEFAULT_APP_ID : user.appId;
    return targetOf({ appId: this.#appHere(appId), id: user.id }, this.#appId);
  }

  #appHere(appId: string): string {
    return appId === this.#archivedAppId ? this.#appId : appId;
  }

  #roomOf(archivedRoomId: string): RoomUnderWay {
    if (this.#room?.archived.id === archivedRoomId) return this.#room;
    const text = `The line of room ${archivedRoomId} does not come before this one`;
    throw new KoineError('invalidInput', { field: 'roomId' }, text);
  }

  #idOf(id: string): string {
    return this.#isCopy ? copiedId(this.#deps.secrets, this.#appId, id) : id;
  }
}

const NO_ROLES: readonly GlobalRole[] = [];
const PAIR_RULE = 'A direct room, and no other, has a pair';

function unlessNameTaken(error: unknown): null {
  if (error instanceof KoineError && error.code === 'usernameTaken') return null;
  throw error;
}
