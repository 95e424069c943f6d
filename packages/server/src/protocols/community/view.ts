import { DEFAULT_APP_ID, type Message, type Sender } from '@koine/contract';
import type { ProtocolCore } from '../../core/protocol-core.ts';
import type { RoomRules } from '../../core/room-rules.ts';
import { messageText, userHead, wireMessage, wireUser } from './codec.ts';
import { isAccount, type People, type Person } from './people.ts';
import { type Role, rolesOf } from './roles.ts';
import type { MessageShape, UserShape } from './schema.ts';

/** How people and messages look in a room now. Everything that shows somebody goes through here. */
export interface View {
  readonly people: People;
  /** In the room's context; without one, only what holds everywhere. */
  user(person: Person, roomId: string | null): UserShape;
  sender(sender: Sender, roomId: string): UserShape;
  message(message: Message): MessageShape;
  /** `message` as JSON. */
  messageText(message: Message): string;
  /** Who is online in the room, in the order in which they came, at most `max`. */
  online(roomId: string, max: number): UserShape[];
}

export function createView(
  core: Pick<ProtocolCore, 'roomRules' | 'users' | 'presence'>,
  people: People,
  origin: () => string,
): View {
  const rulesOf = (roomId: string | null): RoomRules | undefined =>
    roomId === null ? undefined : core.roomRules.peek(roomId);
  // The path of every message: all of a person's JSON but the roles is made once. A person's change is a new object.
  const heads = new WeakMap<Person, { readonly origin: string; readonly text: string }>();
  const headOf = (person: Person): string => {
    const known = heads.get(person);
    if (known !== undefined && known.origin === origin()) return known.text;
    const head = { origin: origin(), text: userHead(person, origin()) };
    heads.set(person, head);
    return head.text;
  };
  const rolesIn = (person: Person, rules: RoomRules | undefined) => {
    const globalRoles = isAccount(person)
      ? core.users.globalRolesOf(DEFAULT_APP_ID, person.id)
      : [];
    return rolesOf(person, globalRoles, rules);
  };
  const show = (person: Person, rules: RoomRules | undefined): UserShape =>
    wireUser(person, rolesIn(person, rules), origin());
  const user = (person: Person, roomId: string | null) => show(person, rulesOf(roomId));
  const sender = (face: Sender, roomId: string) => user(people.of(face), roomId);
  return {
    people,
    user,
    sender,
    message(message) {
      people.recordShown(message.sender, message.roomId);
      return wireMessage(message, sender(message.sender, message.roomId));
    },
    messageText(message) {
      const person = people.of(message.sender);
      people.recordShown(message.sender, message.roomId);
      const roles = rolesIn(person, rulesOf(message.roomId));
      return messageText(message, `${headOf(person)}${rolesText(roles)}}`);
    },
    online(roomId, max) {
      const rules = rulesOf(roomId);
      return core.presence
        .online(roomId)
        .slice(0, max)
        .map((face) => show(people.of(face), rules));
    },
  };
}

function rolesText(roles: readonly Role[]): string {
  if (roles.length > 1) return JSON.stringify(roles);
  return roles.length === 0 ? '[]' : `["${roles[0]}"]`;
}
