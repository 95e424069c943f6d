import type { OperationName } from '../../operations/index.ts';

/**
 * Threads that read, each one call after another: `rules` for what everybody waits for who comes, signs in or acts; `history`
 * for pages of messages; `lists` for whatever goes through many rows, for users and operators. So lists hold nobody up who
 * comes, whatever they cost.
 */
export const READERS = ['rules', 'history', 'lists'] as const;
export type Reader = (typeof READERS)[number];

/** Who runs an operation when it is read; `null`: it changes something, and only the writer does. */
export const READER_OF: Readonly<Record<OperationName, Reader | null>> = {
  findApp: 'rules',
  findAppByKey: 'rules',
  findMember: 'rules',
  findMessage: 'rules',
  findMessageByClientKey: 'rules',
  findNotification: 'rules',
  findRoom: 'rules',
  findUser: 'rules',
  findUserByToken: 'rules',
  idsByNameKeys: 'rules',
  listen: 'rules',
  listSanctions: 'rules',
  readEpoch: 'rules',
  nextSanctionEnd: 'rules',
  roomRules: 'rules',
  lastFormerNumber: 'rules',
  userGeneration: 'rules',
  wasRoomRemoved: 'rules',
  countRoomsOwned: 'rules',

  changesSince: 'history',
  page: 'history',

  checkPages: 'lists',
  excess: 'lists',
  findProblems: 'lists',
  list: 'lists',
  messagesBy: 'lists',
  roomsOfAuthor: 'lists',
  runStatements: 'lists',

  appendMentioning: null,
  beat: null,
  beginEpoch: null,
  createApp: null,
  createNotifications: null,
  createRoom: null,
  createUser: null,
  markNotificationRead: null,
  noteTokenUses: null,
  removeEndedSanctions: null,
  replaceTokenSecret: null,
  markRead: null,
  purge: null,
  putApiKey: null,
  putMember: null,
  putSanction: null,
  putToken: null,
  removeMember: null,
  removeMessagesBy: null,
  removeRoom: null,
  removeSanction: null,
  removeSome: null,
  removeToken: null,
  removeTokensOf: null,
  removeUser: null,
  renameApp: null,
  restoreMessages: null,
  reviseMessage: null,
  setPassword: null,
  trimRoom: null,
  updateRoom: null,
  updateUser: null,
};
