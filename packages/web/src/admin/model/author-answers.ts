import type { App, Message, Role, Room, Scope, UserRef } from './answers.ts';

/** A room, as far as it says where somebody wrote. */
export type RoomPlace = Pick<Room, 'id' | 'uid' | 'app' | 'name' | 'kind'>;

export interface AuthorMessage extends Message {
  readonly room: RoomPlace;
}

export interface AuthorMessages {
  readonly items: readonly AuthorMessage[];
  /** Where the next page begins; `null`: there is none. */
  readonly next: string | null;
}

export interface AuthorRooms {
  readonly items: readonly {
    readonly room: RoomPlace;
    readonly messages: number;
    readonly lastAt: number;
  }[];
  /** `null`: more than are counted. */
  readonly total: number | null;
}

/** What a rule of retention, or its end, would delete now. */
export interface RetentionPreview {
  readonly messages: number;
  readonly rooms: number;
  readonly isAtLeast: boolean;
  /** The name that has to be typed; `null`: none. */
  readonly confirm: string | null;
}

/** Commands about what somebody wrote and what is deleted of it, and about accounts. */
export interface AuthorCommands {
  'user-messages': [
    UserRef & { readonly room?: string; readonly after?: string; readonly limit?: number },
    AuthorMessages,
  ];
  'user-message-rooms': [UserRef, AuthorRooms];
  'delete-user-messages': [
    UserRef & {
      readonly room?: string;
      /** Not older; `null`: of any age. */
      readonly ageMs?: number | null;
      readonly messages?: readonly string[];
      readonly reason?: string;
    },
    { readonly deleted: number; readonly rooms: number },
  ];
  'preview-retention': [
    {
      readonly scope: Scope;
      readonly id?: string;
      readonly ageMs?: number | null;
      readonly countMax?: number | null;
      readonly clear?: boolean;
    },
    RetentionPreview,
  ];
  app: [{ readonly app: string }, App];
  'create-user': [
    UserRef & { readonly name?: string },
    { readonly app: string; readonly id: string },
  ];
  'create-account': [
    {
      readonly username: string;
      readonly password?: string;
      readonly name?: string;
      readonly roles?: readonly Role[];
    },
    { readonly id: string; readonly username: string; readonly password: string | null },
  ];
}
