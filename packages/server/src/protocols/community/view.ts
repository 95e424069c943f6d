import { DEFAULT_APP_ID, type Message, type Sender } from '@koine/contract';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import type { RoomRules } from '../../core/room-rules.ts';
import { messageText, userHead, wireMessage, wireUser } from './codec.ts';
import { isAccount, type Profile, type Profiles } from './profiles.ts';
import { type Role, rolesOf } from './roles.ts';
import type { MessageShape, UserShape } from './schema.ts';

/** How people and messages look in a room now. Everything that shows somebody goes through here. */
export interface View {
  readonly profiles: Profiles;
  /** In the room's context; without one, only what holds everywhere. */
  user(profile: Profile, roomId: string | null): UserShape;
  sender(sender: Sender, roomId: string): UserShape;
  message(message: Message): MessageShape;
  /** `message` as JSON. */
  messageText(message: Message): string;
  /** Who is online in the room, in the order in which they came, at most `max`. */
  online(roomId: string, max: number): UserShape[];
}

export function createView(
  core: Pick<ProtocolCore, 'roomRules' | 'users' | 'presence'>,
  profiles: Profiles,
  origin: () => string,
): View {
  const rulesOf = (roomId: string | null): RoomRules | undefined =>
    roomId === null ? undefined : core.roomRules.peek(roomId);
  // The path of every message: all of a profile's JSON but the roles is made once. A profile's change is a new object.
  const heads = new WeakMap<Profile, { readonly origin: string; readonly text: string }>();
  const headOf = (profile: Profile): string => {
    const known = heads.get(profile);
    if (known !== undefined && known.origin === origin()) return known.text;
    const head = { origin: origin(), text: userHead(profile, origin()) };
    heads.set(profile, head);
    return head.text;
  };
  const rolesIn = (profile: Profile, rules: RoomRules | undefined) => {
    const globalRoles = isAccount(profile)
      ? core.users.globalRolesOf(DEFAULT_APP_ID, profile.id)
      : [];
    return rolesOf(profile, globalRoles, rules);
  };
  const show = (profile: Profile, rules: RoomRules | undefined): UserShape =>
    wireUser(profile, rolesIn(profile, rules), origin());
  const user = (profile: Profile, roomId: string | null) => show(profile, rulesOf(roomId));
  const sender = (of: Sender, roomId: string) => user(profiles.of(of), roomId);
  return {
    profiles,
    user,
    sender,
    message(message) {
      profiles.recordShown(message.sender, message.roomId);
      return wireMessage(message, sender(message.sender, message.roomId));
    },
    messageText(message) {
      const profile = profiles.of(message.sender);
      profiles.recordShown(message.sender, message.roomId);
      const roles = rolesIn(profile, rulesOf(message.roomId));
      return messageText(message, `${headOf(profile)}${rolesText(roles)}}`);
    },
    online(roomId, max) {
      const rules = rulesOf(roomId);
      return core.presence
        .online(roomId)
        .slice(0, max)
        .map((sender) => show(profiles.of(sender), rules));
    },
  };
}

function rolesText(roles: readonly Role[]): string {
  if (roles.length > 1) return JSON.stringify(roles);
  return roles.length === 0 ? '[]' : `["${roles[0]}"]`;
}
