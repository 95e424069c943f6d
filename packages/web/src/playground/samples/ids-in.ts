import { parseJson, property, textProperty } from '../../lib/json.ts';
import { readPacket } from '../console/socket-io-packet.ts';
import type { SampleIds } from './sample.ts';

/** The ids in a received text of any protocol: their names do not contradict each other. */
export function idsIn(text: string, isSocketIo: boolean): Partial<SampleIds> {
  return isSocketIo ? idsInPacket(text) : idsInFrame(text);
}

function idsInFrame(text: string): Partial<SampleIds> {
  const frame = parseJson(text);
  const type = textProperty(frame, 'type');
  const data = property(frame, 'data');
  const id = textProperty(data, 'id');
  if (type === 'message' && id !== undefined) return { messageId: id };
  const user = type === 'connection_status' ? textProperty(data, 'user_id') : undefined;
  return user === undefined ? {} : { userId: user };
}

function idsInPacket(text: string): Partial<SampleIds> {
  const { type, payload } = readPacket(text);
  switch (type) {
    case 'room_joined': {
      const roomId = textProperty(payload, 'roomId');
      return roomId === undefined ? {} : { roomId };
    }
    case 'room_updated': {
      const roomId = textProperty(property(payload, 'room'), 'uid');
      return roomId === undefined ? {} : { roomId };
    }
    case 'message':
    case 'new_message': {
      const id = property(payload, 'id');
      return id === undefined ? {} : { messageId: String(id) };
    }
    default:
      return {};
  }
}
