const ANY = 1_000_000;

/** No rate limits: for tests about other things. */
export const UNLIMITED = {
  lobbyMessagesPerMinute: ANY,
  reactionsMessagesPerMinute: ANY,
  reactionsTogglesPerMinute: ANY,
  communityMessagesPerMinute: ANY,
  communitySlowModeMinSeconds: 0,
  communityCallsPerMinute: ANY,
  communityLoginsPerMinute: ANY,
  directMessagesPerMinute: ANY,
  platformMessagesPerMinute: ANY,
  platformMessagesPerHour: ANY,
  platformConnectionsPerUser: ANY,
  platformCallsPerMinute: ANY,
  deletesPerMinute: ANY,
  joinsPerMinute: ANY,
  moderationsPerMinute: ANY,
  roomsPerHour: ANY,
  roomsPerAccountMax: ANY,
  conversationsPerHour: ANY,
  renamesPerHour: ANY,
  readsPerMinute: ANY,
  documentsPerMinute: ANY,
  refusedPerSecondMax: ANY,
} as const;

/** The room in which all meet: by uid for the keyless protocols, by id (`SANDBOX_ROOM`) for platform. */
export const MEETING_UID = 'general';

/** Lobby, wall, the community's and the platform's room are one. */
export const ONE_ROOM = {
  lobby: { room: MEETING_UID },
  reactions: { room: MEETING_UID },
  limits: UNLIMITED,
} as const;
