import type { OperationName } from '../../operations/index.ts';

/**
 * Threads that read, each one call after another: `rules` for what every client needs to connect, sign in or act; `history`
 * for pages of messages; `lists` for queries over many rows, of users and operators. So a costly list delays no connecting
 * client.
 */
export const READERS = ['rules', 'history', 'lists'] as const;
export type Reader = (typeof READERS)[number];

/** The reader that runs an operation; `null`: it changes something, and only the writer runs it. */
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
  isPresentAuthor: 'rules',
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
