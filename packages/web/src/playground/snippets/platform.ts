import { javaSocket, NODE_NEEDS } from './by-hand.ts';
import { lines, literal, type SnippetContext, type Snippets } from './snippet.ts';

const MESSAGE = {
  sender_id: 'user_123',
  sender_name: 'John Doe',
  content: 'Hello everyone!',
  message_type: 'text',
};

/** Listens in a room of an app by WebSocket, writes by REST. */
export function platformSnippets({ http, ws, apiKey, roomId }: SnippetContext): Snippets {
  const messages = `${http}/api/v1/rooms/${roomId}/messages/`;
  const query = new URLSearchParams({
    token: apiKey,
    user_id: 'user_123',
    user_name: 'John Doe',
  });
  return {
    JavaScript: {
      needs: `${NODE_NEEDS}: node platform.mjs`,
      file: 'platform.mjs',
      code: lines(`
const room = '${roomId}';
const key = '${apiKey}';
const me = { user_id: 'user_123', user_name: 'John Doe' };

const query = new URLSearchParams({ token: key, ...me });
const socket = new WebSocket('${ws}/ws/' + room + '?' + query);
const send = (type, data) => socket.send(JSON.stringify({ type, data }));

socket.onopen = () => send('typing', { is_typing: true });
socket.onmessage = ({ data: json }) => {
  const { type, data } = JSON.parse(json);
  switch (type) {
    case 'connection_status':
      console.log('online:', data.online_users.join(', '));
      say('Hello everyone!');
      break;
    case 'message':
      console.log(data.sender_name + ':', data.content);
      break;
    case 'error':
      console.error('!', data.code, data.message);
      break;
    default:
      console.log(type, data);
  }
};
socket.onclose = ({ code, reason }) => console.log('closed', code, reason);

/** By REST; over the socket it would be send('message', { content }). */
async function say(content) {
  const response = await fetch('${messages}', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: JSON.stringify({
      sender_id: me.user_id,
      sender_name: me.user_name,
      content,
      message_type: 'text',
    }),
  });
  console.log(response.status, (await response.json()).status);
}
`),
    },
    Python: {
      needs: 'Python 3, standard library only: python3 platform_chat.py',
      file: 'platform_chat.py',
      code: lines(`
import json
from urllib.request import Request, urlopen

MESSAGES = "${messages}"
HEADERS = {"X-API-Key": "${apiKey}", "Content-Type": "application/json"}


def call(method, url, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(url, data, HEADERS, method=method)) as response:
        return json.load(response)["data"]


message = call("POST", MESSAGES, {
    "sender_id": "user_789",
    "sender_name": "Jane Smith",
    "content": "Hello from Python",
    "message_type": "text",
})
print("sent", message["id"])

for message in reversed(call("GET", MESSAGES + "?size=10")):
    print(message["sender_name"] + ":", message["content"])
`),
    },
    Java: javaSocket({
      className: 'Platform',
      url: `${ws}/ws/${roomId}?${query}`,
      imports: ['HttpRequest', 'HttpResponse.BodyHandlers'],
      onOpen: `
String message = ${literal({ ...MESSAGE, content: 'Hello from Java' })};
HttpRequest request = HttpRequest.newBuilder(URI.create("${messages}"))
    .header("Content-Type", "application/json")
    .header("X-API-Key", "${apiKey}")
    .POST(HttpRequest.BodyPublishers.ofString(message))
    .build();
System.out.println(client.send(request, BodyHandlers.ofString()).body());`.trim(),
    }),
    curl: {
      needs: 'curl',
      file: 'platform.sh',
      code: lines(`
# Write.
curl -s '${messages}' \\
  -H 'X-API-Key: ${apiKey}' -H 'Content-Type: application/json' \\
  -d '${JSON.stringify({ ...MESSAGE, content: 'Hello from curl' })}'
echo

# Read: newest first.
curl -s '${messages}?size=5' -H 'X-API-Key: ${apiKey}'
echo

# Who is here?
curl -s '${http}/api/v1/rooms/${roomId}/online' -H 'X-API-Key: ${apiKey}'
echo
`),
    },
  };
}
