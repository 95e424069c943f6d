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
  app: 'rules',
  appByKey: 'rules',
  findMember: 'rules',
  findMessage: 'rules',
  findMessageByClientKey: 'rules',
  notification: 'rules',
  roomById: 'rules',
  roomByPair: 'rules',
  roomByUid: 'rules',
  userById: 'rules',
  userByUsername: 'rules',
  userByToken: 'rules',
  idsByNameKeys: 'rules',
  readHealthProbe: 'rules',
  sanctionsInForce: 'rules',
  epoch: 'rules',
  nextSanctionEnd: 'rules',
  roomRules: 'rules',
  generationOf: 'rules',
  removedRoomId: 'rules',
  roomsOwned: 'rules',

  changesSince: 'history',
  page: 'history',

  checkPages: 'lists',
  excess: 'lists',
  findIntegrityErrors: 'lists',
  messagesBy: 'lists',
  roomsOfAuthor: 'lists',
  runStatements: 'lists',

  appendMentioning: null,
  writeHealthProbe: null,
  beginEpoch: null,
  insertApp: null,
  createNotifications: null,
  createRoom: null,
  createUser: null,
  markNotificationRead: null,
  recordTokenUses: null,
  deleteEndedSanctions: null,
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
  deleteSanction: null,
  removeSome: null,
  deleteToken: null,
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
