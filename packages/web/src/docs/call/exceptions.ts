/** A call by its id and, unless the name of what is needed tells, the property of its response. */
export type Source = readonly [call: string, property?: string];

/** What neither a call's document nor the names in it tell of how its example succeeds. */
interface Exception {
  /** Instead of the document's examples; `undefined`: left out. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Which call makes what stands under a name. */
  readonly from?: Readonly<Record<string, Source>>;
  /** The call that must have been made, for the same things. */
  readonly after?: string;
}

const OWN_APP: Exception = { from: { apiKey: ['platformCreateApp', 'api_key'] } };
/** Never the whole server's: what is older would be deleted. */
const APP_RETENTION: Exception = {
  values: { scope: 'app', confirm: undefined, clear: undefined },
  from: { id: ['adminCreateApp'] },
};
const ONE_USER: Exception = { values: { ip: undefined, userApp: undefined, app: undefined } };

export const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  platformRenameApp: OWN_APP,
  platformRotateKey: OWN_APP,
  platformLeaveRoom: { after: 'platformJoinRoom' },
  communityChangePassword: { values: { old_password: 'correct horse battery' } },
  communityUpdateUser: { from: { uid: ['caller', 'uid'] } },
  communityUnban: { after: 'communityBan' },
  communityUnmakeModerator: { after: 'communityMakeModerator' },
  communityCleanUp: { values: { message: undefined, last: '1h', ban: '1h' } },
  adminCreateRoom: { values: { private: undefined } },
  adminSetPassword: { from: { user: ['adminCreateAccount', 'id'] } },
  adminDeleteMessage: {
    from: { room: ['platformCreateRoom', 'id'], message: ['platformSendMessage', 'id'] },
  },
  adminSanction: ONE_USER,
  adminLift: { ...ONE_USER, after: 'adminSanction' },
  adminPreviewRetention: APP_RETENTION,
  adminSetRetention: APP_RETENTION,
  adminClearRetention: { ...APP_RETENTION, after: 'adminSetRetention' },
  adminRevokeKey: { from: { key: ['adminKeys', 'id'] } },
  adminUserMessages: { values: { after: undefined } },
  adminDeleteUserMessages: { values: { messages: undefined } },
  adminBeginExport: { values: { room: undefined } },
  adminContinueExport: { from: { cursor: ['adminBeginExport', 'next'] } },
  // An archive's first line is its header.
  adminImport: {
    values: { app: null, room: null, lines: [] },
    from: { header: ['adminBeginExport', '0'] },
  },
};
