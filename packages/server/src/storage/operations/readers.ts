import type { OperationName } from './index.ts';

/**
 * Threads that read, each one call after another: `rules` for what every client needs to connect, sign in or act; `history`
 * for pages of messages; `lists` for queries over many rows, of users and operators. So a costly list delays no connecting
 * client.
 */
export type Reader = 'rules' | 'history' | 'lists';

/** The reader that runs an operation; what is not here changes something, and only the writer runs it. */
export const READER_OF = {
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
} as const satisfies Partial<Record<OperationName, Reader>>;

export type ReadName = keyof typeof READER_OF;
