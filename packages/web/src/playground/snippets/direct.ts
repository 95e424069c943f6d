import { javaSocket } from './by-hand.ts';
import { lines, type SnippetContext, type Snippets } from './snippet.ts';

const ME = 'user-uuid-1';
const OTHER = 'user-uuid-2';

/** Opens the conversation of two users, writes, prints what comes. */
export function directSnippets({ http, ws, directAuth }: SnippetContext): Snippets {
  const needsToken = directAuth === 'token';
  const auth = needsToken ? '{"token":"A_USER_TOKEN"}' : '';
  const join = JSON.stringify(['join_chat', { userId: ME, targetUserId: OTHER }]);
  return {
    JavaScript: {
      needs: 'npm install socket.io-client; in Node: node direct.mjs',
      file: 'direct.mjs',
      code: lines(`
import { io } from 'socket.io-client';

const me = '${ME}';
const other = '${OTHER}';
const socket = io('${http}'${needsToken ? ", { auth: { token: 'A_USER_TOKEN' } }" : ''});

socket.on('connect', () => {
  socket.emit('register_user', me);
  socket.emit('join_chat', { userId: me, targetUserId: other });
});
socket.on('room_joined', ({ roomId }) => {
  console.log('room', roomId);
  socket.emit('send_message', { roomId, senderId: me, body: 'Hello world!' });
});
socket.on('message_history', ({ messages }) => {
  console.log(messages.length, 'messages so far');
});
socket.on('new_message', ({ sender_id, body }) => console.log(sender_id + ':', body));
socket.on('chat_list_update', (chat) => console.log('in the list:', chat));
socket.on('error', ({ message }) => console.error('!', message));
socket.on('connect_error', ({ message }) => console.error('refused:', message));
`),
    },
    Python: {
      needs: 'pip install "python-socketio[client]": python3 direct.py',
      file: 'direct.py',
      code: lines(`
import socketio

ME, OTHER = "${ME}", "${OTHER}"
chat = socketio.Client()


@chat.event
def connect():
    chat.emit("register_user", ME)
    chat.emit("join_chat", {"userId": ME, "targetUserId": OTHER})


@chat.event
def room_joined(data):
    message = {"roomId": data["roomId"], "senderId": ME, "body": "Hello world!"}
    chat.emit("send_message", message)


@chat.event
def message_history(data):
    print(len(data["messages"]), "messages so far")


@chat.event
def new_message(message):
    print(message["sender_id"] + ":", message["body"])


@chat.event
def error(data):
    print("!", data["message"])


chat.connect("${http}"${needsToken ? ', auth={"token": "A_USER_TOKEN"}' : ''})
chat.wait()
`),
    },
    Java: javaSocket({
      className: 'Direct',
      url: `${ws}/socket.io/?EIO=4&transport=websocket`,
      onText: lines(`
System.out.println(text);
if (text.startsWith("0")) { // open: connect to the namespace
  socket.sendText(${JSON.stringify(`40${auth}`)}, true);
} else if (text.startsWith("40")) { // connected
  socket.sendText(${JSON.stringify(`42${join}`)}, true);
} else if (text.startsWith(${JSON.stringify('42["room_joined"')})) {
  String room = text.split("\\"roomId\\":\\"")[1].split("\\"")[0];
  String message = "{\\"roomId\\":\\"" + room + ${JSON.stringify(`","senderId":"${ME}","body":"Hello from Java"}`)};
  socket.sendText("42[\\"send_message\\"," + message + "]", true);
} else if (text.equals("2")) { // are you there? Yes.
  socket.sendText("3", true);
}
`).trimEnd(),
      about: '. Socket.IO by hand: its packets are short texts.',
    }),
    curl: {
      needs: 'curl and a POSIX shell; by long polling, which every Socket.IO server speaks',
      file: 'direct.sh',
      code: lines(`
URL='${http}/socket.io/?EIO=4&transport=polling'
SID=$(curl -s "$URL" | sed -E 's/.*"sid":"([^"]+)".*/\\1/')

send() { curl -s "$URL&sid=$SID" -H 'Content-Type: text/plain' --data-binary "$1" && echo; }
receive() { # polls until this has come
  until printf %s "$PACKETS" | grep -q "$1"; do
    PACKETS=$(curl -sf "$URL&sid=$SID" --max-time 30) || exit
    PACKETS=$(printf %s "$PACKETS" | tr '\\036' '\\n')
    printf '%s\\n' "$PACKETS"
  done
}

send '40${auth}'   # connect to the namespace
receive 40
send '42${join}'
receive room_joined
ROOM=$(printf %s "$PACKETS" | sed -nE 's/^42\\["room_joined",\\{"roomId":"([^"]+)".*/\\1/p')
send '42["send_message",{"roomId":"'"$ROOM"'","senderId":"${ME}","body":"Hello from curl"}]'
receive '"new_message"'

send '1'    # goodbye
`),
    },
  };
}
