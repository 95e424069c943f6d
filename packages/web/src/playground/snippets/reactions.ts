import { curlSocket, javaSend, javaSocket, NODE_NEEDS } from './by-hand.ts';
import { lines, type SnippetContext, type Snippets } from './snippet.ts';

const HELLO = { type: 'send_message', data: { text: 'Hello, wall!', author_name: 'Ada' } };

/** Writes on the wall, and reacts to what was written. */
export function reactionsSnippets({ ws }: SnippetContext): Snippets {
  const url = `${ws}/ws`;
  return {
    JavaScript: {
      needs: `${NODE_NEEDS}: node wall.mjs`,
      file: 'wall.mjs',
      code: lines(`
const wall = new WebSocket('${url}');
const send = (type, data) => wall.send(JSON.stringify({ type, data }));
const text = 'Hello, wall! It is ' + new Date().toISOString();

wall.onopen = () => send('send_message', { text, author_name: 'Ada' });
wall.onmessage = ({ data: json }) => {
  const { type, data } = JSON.parse(json);
  switch (type) {
    case 'message': // all there is first, then each new one
      console.log(data.author_name + ':', data.text, data.reactions);
      if (data.text === text) send('add_reaction', { message_id: data.id, emoji: '👍' });
      break;
    case 'reaction_updated':
      console.log(data.user_id, data.action, data.emoji);
      break;
    case 'error':
      console.error('!', data.error);
      break;
  }
};
wall.onclose = ({ code, reason }) => console.log('closed', code, reason);
`),
    },
    Python: {
      needs: 'pip install websockets: python3 wall.py',
      file: 'wall.py',
      code: lines(`
import asyncio
import json
import time

import websockets


async def main():
    async with websockets.connect("${url}") as wall:
        async def send(type, data):
            await wall.send(json.dumps({"type": type, "data": data}))

        text = f"Hello, wall! It is {time.ctime()}"
        await send("send_message", {"text": text, "author_name": "Grace"})
        async for frame in wall:
            frame = json.loads(frame)
            data = frame["data"]
            if frame["type"] == "message":
                print(f"{data['author_name']}: {data['text']}", data["reactions"])
                if data["text"] == text:
                    await send("add_reaction", {"message_id": data["id"], "emoji": "👍"})
            elif frame["type"] == "reaction_updated":
                print(data["user_id"], data["action"], data["emoji"])
            elif frame["type"] == "error":
                print("!", data["error"])


asyncio.run(main())
`),
    },
    Java: javaSocket({
      className: 'Wall',
      url,
      onOpen: javaSend(JSON.stringify(HELLO)),
    }),
    curl: curlSocket('wall.sh', url, '{"type":"send_message","data":{"text":"Hello from curl"}}'),
  };
}
