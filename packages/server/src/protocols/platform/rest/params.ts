import Type from 'typebox';

export const RoomParams = Type.Object({ roomId: Type.String() });
export const RoomMessageParams = Type.Object({ roomId: Type.String(), messageId: Type.String() });
export const MessageParams = Type.Object({ messageId: Type.String() });
export const ParticipantParams = Type.Object({ roomId: Type.String(), userId: Type.String() });
