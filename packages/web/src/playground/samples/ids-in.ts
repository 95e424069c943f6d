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
  if (type === 'message') return withId('messageId', textProperty(data, 'id'));
  if (type === 'connection_status') return withId('userId', textProperty(data, 'user_id'));
  return {};
}

function idsInPacket(text: string): Partial<SampleIds> {
  const { type, payload } = readPacket(text);
  switch (type) {
    case 'room_joined':
      return withId('roomId', textProperty(payload, 'roomId'));
    case 'room_updated':
      return withId('roomId', textProperty(property(payload, 'room'), 'uid'));
    case 'message':
    case 'new_message':
      return withId('messageId', property(payload, 'id'));
    default:
      return {};
  }
}

/** None, where there is none. */
function withId(name: keyof SampleIds, id: unknown): Partial<SampleIds> {
  return id === undefined ? {} : { [name]: String(id) };
}
