/** Every text that people read in the embedded chat, in `LANGUAGE`. The server's texts are shown unchanged. */
import type { ComponentChildren } from 'preact';
import type { Ban, ChatError, Person, Role } from '../chat/types.ts';
import { formatCount, plural } from '../lib/language.ts';
import { exactTime, formatDuration } from '../lib/time.ts';

// The room, or why there is none.
export const NO_ROOM = 'No room given';
export const NO_ROOM_HELP = (
  <p>
    The address of this page needs <code>?room=</code> and the uid of a room.
  </p>
);
export const ROOM_NOT_FOUND = 'Room not found';
export const ROOM_NOT_FOUND_HELP = 'It was deleted, or its uid is wrong.';
export const ROOM_DELETED = 'This room was deleted';
export const ROOM_DELETED_HELP = 'Its messages were deleted with it.';
export const ROOM_BANNED = 'You are banned from this room';
export const ROOM_EMPTY = 'No messages yet';
export const ROOM_EMPTY_HELP = 'Write the first one.';
export const ROOM_LOADING = 'Loading the room';
export const roomBegins = (name: string): ComponentChildren => (
  <>
    This is the beginning of <bdi>{name}</bdi>
  </>
);

// The connection.
export const errorText = ({ code, text }: ChatError) =>
  code === 'offline' ? 'No connection to the chat' : text;
export const OFFLINE = 'You are offline.';
export const RETRY_NOW = 'Try now';
export const nextTry = (seconds: number) =>
  seconds === 0 ? 'Trying …' : `Next try in ${seconds} s.`;
export const CONNECTING = 'Connecting …';
export const CATCHING_UP = 'Catching up with what you missed …';
export const RELOADING = 'You missed a lot. Loading the room again …';

// The header and the room's menu.
export const MENU = 'Menu';
export const PEOPLE = 'People';
export const ONLINE = 'online';
export const slowModeBadge = (seconds: number) => `Slow ${seconds} s`;
export const slowModeTitle = (seconds: number) => `One message every ${seconds} seconds`;
export const SIGN_IN = 'Sign in';
export const SIGN_IN_NAMED = 'Sign in with a name';
export const SIGN_OUT = 'Sign out';
export const CHANGE_NAME = 'Change my name';
export const OPEN_WINDOW = 'Open in a window';
export const ROOM_SETTINGS = 'Name and description';
export const SLOW_MODE = 'Slow mode';
export const BANS = 'Bans';
export const PURGE = 'Delete all messages';

// People.
export const onlineCount = (count: number) => `Online: ${formatCount(count)}`;
export const andMore = (count: number) => `and ${formatCount(count)} more`;
export const moreAbout = (name: string) => `More about ${name}`;
export const CLOSE = 'Close';
export const YOU = 'you';
export const UNKNOWN_NAME = 'You';
export const ROLES: Readonly<Record<Role, string | null>> = {
  root: 'Root',
  admin: 'Admin',
  super_mod: 'Staff',
  owner: 'Owner',
  mod: 'Mod',
  registered: null,
  guest: 'Guest',
};

// Messages.
export const MESSAGES = 'Messages';
export const MESSAGE = 'Message';
export const NEW_MESSAGES = 'New messages';
export const messageLabel = (author: string, time: string) => `${author}, ${time}`;
export const MESSAGE_DELETED = 'This message was deleted';
export const EDITED = '(edited)';
export const editedAt = (at: number) => `Edited ${exactTime(at)}`;
export const ADD_REACTION = 'Add a reaction';
export const MORE = 'More';
export const reactionLabel = (emoji: string, count: number, names: string | null) =>
  names === null ? `${emoji}, ${count}` : `${emoji}, ${count}: ${names}`;
export const countMore = (count: number) => `${formatCount(count)} more`;
export const jumpToLatest = (count: number, countMax: number) => {
  if (count === 0) return 'Jump to latest';
  return count > countMax ? `${countMax}+ new messages` : plural(count, 'new message');
};
export const announcement = (author: string, text: string, moreCount: number) =>
  `${moreCount === 0 ? '' : `${plural(moreCount, 'more message')}. `}${author}: ${text}`;
export const COPY_TEXT = 'Copy text';
export const COPIED = 'Copied';
export const COPY_REFUSED = 'The browser does not allow copying here';
export const WHO_REACTED = 'Who reacted';
export const EDIT = 'Edit';
export const EDIT_MESSAGE = 'Edit message';
export const SAVE = 'Save';
export const CANCEL = 'Cancel';
export const DELETE = 'Delete';
export const setModerator = (isModerator: boolean) =>
  isModerator ? 'Remove as moderator' : 'Make moderator';
export const moderatorSet = (name: string, isModerator: boolean) =>
  isModerator ? `${name} is now a moderator` : `${name} is no longer a moderator`;
export const banPerson = (name: ComponentChildren) => <>Ban {name}</>;
export const deleteMessagesOf = (name: ComponentChildren) => <>Delete messages of {name}</>;

// Own messages on their way.
export const NOT_SENT = 'Not sent yet';
export const SENDING = 'Sending …';
export const WAITING = 'Waiting to be sent';
export const SEND_FAILED = 'It could not be sent.';
export const SEND_AGAIN = 'Send again';
export const DISCARD = 'Discard';

// The composer.
export const WRITE_MESSAGE = 'Write a message';
export const INSERT_EMOJI = 'Insert an emoji';
export const CHOOSE_EMOJI = 'Choose an emoji';
export const FIND_EMOJI = 'Find an emoji';
export const NO_EMOJI = 'No matches';
export const SEND = 'Send';
export const SEND_TITLE = 'Send (Enter)';
export const READING_ONLY = 'You are reading. Sign in to write.';
export const characterCount = (count: number, max: number) =>
  count > max
    ? `Too long by ${formatCount(count - max)}`
    : `${formatCount(count)} of ${formatCount(max)} characters`;
export const slowModeWait = (seconds: number) =>
  `You can write again in ${formatDuration(seconds)}`;
export const slowModeWaitTitle = (seconds: number) => `Slow mode. ${slowModeWait(seconds)}`;
export const restricted = (kind: Ban['kind']) =>
  `You are ${kind === 'ban' ? 'banned from' : 'muted in'} this room. `;
export const restrictionEnds = (kind: Ban['kind'], seconds: number) =>
  `Your ${kind} ends in ${formatDuration(seconds)}.`;
export const restrictionText = ({ kind, text }: Ban) =>
  text ?? `You are ${kind === 'ban' ? 'banned' : 'muted'} here.`;
export const typing = ([one, two, ...others]: readonly Person[]): ComponentChildren => {
  if (one === undefined) return null;
  const first = <bdi>{one.name}</bdi>;
  if (two === undefined) return <>{first} is typing</>;
  const second = <bdi>{two.name}</bdi>;
  if (others.length > 0)
    return (
      <>
        {first}, {second} and {others.length} more are typing
      </>
    );
  return (
    <>
      {first} and {second} are typing
    </>
  );
};

// Dialogs.
export const SIGN_IN_WAYS = 'How';
export const HAVE_ACCOUNT = 'I have an account';
export const CREATE_ACCOUNT = 'Create account';
export const USERNAME = 'Username';
export const USERNAME_RULES = '4 to 32 letters, digits, dots, dashes or underscores';
export const PASSWORD = 'Password';
export const PASSWORD_RULES = 'At least 8 characters';
export const OR = 'or';
export const CONTINUE_AS_GUEST = 'Continue as guest';
export const NAME = 'Name';
export const DESCRIPTION = 'Description';
export const SLOW_MODE_SECONDS = 'Seconds between two messages';
export const slowModeRules = (min: number) =>
  `For everyone but moderators. 0: off${min > 1 ? `; otherwise at least ${min}` : ''}`;
export const DELETE_ONE = 'Delete this message?';
export const DELETE_ONE_HELP = 'Nobody can read it any more. This cannot be undone.';
export const PURGE_ASK = 'Delete all messages?';
export const PURGE_ACTION = 'Delete all';
export const purgeHelp = (name: string | undefined): ComponentChildren => (
  <>
    This deletes every message in {name === undefined ? 'this room' : <bdi>{name}</bdi>}, for
    everyone. It cannot be undone.
  </>
);
export const NO_BANS = 'Nobody is banned from this room.';
export const banEnd = (until: number | null) =>
  until === null ? 'Permanent' : `Until ${exactTime(until)}`;
export const UNBAN = 'Unban';
export const REACTIONS = 'Reactions';
export const NO_REACTIONS = 'There are no reactions any more.';
export const banTitle = (name: string) => `Ban ${name}`;
export const cleanUpTitle = (name: string) => `Delete messages of ${name}`;
export const BAN = 'Ban';
export const BAN_FOR = 'For how long';
export const BAN_TOO = 'Ban them too';
export const DELETE_MESSAGES = 'Delete messages';
export const REASON = 'Reason';
export const REASON_HINT = 'For moderators';
export const banned = (name: string) => `${name} is banned. `;
export const deletedCount = (count: number) => `Messages deleted: ${formatCount(count)}`;
export const NO = { value: '', label: 'No' } as const;
export const NONE = { value: '', label: 'None' } as const;
/** `value`: as the server takes it. */
export const BAN_DURATIONS = [
  { value: '10m', label: '10 minutes' },
  { value: '1h', label: '1 hour' },
  { value: '1d', label: '1 day' },
  { value: '1w', label: '1 week' },
  { value: '4w', label: '4 weeks' },
  { value: '52w', label: '1 year' },
];
export const DELETE_AGES = [
  { value: '1h', label: 'The last hour' },
  { value: '1d', label: 'The last day' },
  { value: 'all', label: 'All' },
];
