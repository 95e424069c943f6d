/**
 * Sends messages as fast as it can until it is killed, and reports each acknowledged one to its parent. Run as a
 * process of its own: `node burst.ts <directory> <room id>`.
 */
import { openSqliteStores } from '../index.ts';
import { edit, newMessage } from './samples.ts';

const [directory = '', roomId = ''] = process.argv.slice(2);
const stores = await openSqliteStores({ directory });

async function sendForever(sender: number): Promise<never> {
  for (let round = 0; ; round++) {
    const clientKey = round % 3 === 0 ? `${process.pid}-${sender}-${round}` : null;
    const { message } = await stores.messages.append(newMessage(roomId, { clientKey }));
    process.stdout.write(`${message.id} ${message.seq}\n`);
    if (round % 5 === 0) await stores.messages.revise(roomId, message.id, edit('edited'));
  }
}

await Promise.all(Array.from({ length: 40 }, (_, sender) => sendForever(sender)));
