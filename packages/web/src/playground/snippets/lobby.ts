import { curlSocket, javaSend, javaSocket, NODE_NEEDS } from './by-hand.ts';
import { lines, type SnippetContext, type Snippets } from './snippet.ts';

/** Comes into the lobby, says hello, prints what happens. */
export function lobbySnippets({ ws }: SnippetContext): Snippets {
  const url = (id: string) => `${ws}/ws/chat/${id}`;
  return {
    JavaScript: {
      needs: `${NODE_NEEDS}: node lobby.mjs`,
      file: 'lobby.mjs',
      code: lines(`
const chat = new WebSocket('${url('ada')}');

chat.onopen = () => {
  chat.send(JSON.stringify({ message: 'Hello, everyone!' }));
};
chat.onmessage = ({ data }) => {
  const frame = JSON.parse(data);
  switch (frame.type) {
    case 'system':
      console.log('*', frame.message, '(' + frame.online_users + ' online)');
      break;
    case 'message': // a bot has a name beside its id
      console.log((frame.sender_name ?? frame.sender) + ':', frame.message);
      break;
    case 'error':
      console.error('!', frame.message);
      break;
  }
};
chat.onclose = ({ code, reason }) => console.log('closed', code, reason);
`),
    },
    Python: {
      needs: 'pip install websockets: python3 lobby.py',
      file: 'lobby.py',
      code: lines(`
import asyncio
import json

import websockets


async def main():
    async with websockets.connect("${url('grace')}") as chat:
        await chat.send(json.dumps({"message": "Hello, everyone!"}))
        async for text in chat:
            frame = json.loads(text)
            if frame["type"] == "system":
                print("*", frame["message"], f"({frame['online_users']} online)")
            elif frame["type"] == "message":
                print(f"{frame.get('sender_name', frame['sender'])}: {frame['message']}")
            else:
                print("!", frame["message"])


asyncio.run(main())
`),
    },
    Java: javaSocket({
      className: 'Lobby',
      url: url('james'),
      onOpen: javaSend('{"message":"Hello, everyone!"}'),
    }),
    curl: curlSocket('lobby.sh', url('curl'), '{"message":"Hello from curl"}'),
  };
}
