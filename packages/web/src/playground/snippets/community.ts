import { JAVA_NEEDS } from './by-hand.ts';
import { lines, type SnippetContext, type Snippets } from './snippet.ts';

/** Signs in, goes to a room, writes there, reads what is there. */
export function communitySnippets(context: SnippetContext): Snippets {
  const { http, communityRoom: room, areGuestsAllowed } = context;
  const who = areGuestsAllowed
    ? { guest: '1' }
    : { username: 'ada.lovelace', password: 'a long password' };
  const json = JSON.stringify(who);
  const form = Object.entries(who)
    .map(([name, value]) => `-d '${name}=${value}'`)
    .join(' ');
  const signIn = areGuestsAllowed ? asGuest(json) : asUser(json, form);
  return {
    JavaScript: {
      needs: 'Node 22 or later and npm install socket.io-client: node community.mjs',
      file: 'community.mjs',
      code: lines(`
import { io } from 'socket.io-client';

const server = '${http}';
const post = async (path, body, token) => {
  const response = await fetch(server + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: 'Bearer ' + token }),
    },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
};

${signIn.JavaScript}
console.log('signed in as', user.displayName);

const socket = io(server, { transports: ['websocket'] });
socket.on('connect', () => {
  socket.emit('login', { token });
  socket.emit('join', { uid: '${room}' });
});
socket.on('room_messages', ({ messages }) => {
  for (const message of messages) show(message);
  socket.emit('sendMessage', { text: 'Hello from JavaScript' });
});
socket.on('message', show);
socket.on('system', ({ type, text }) => console.log(type + ':', text));
socket.on('error', ({ message }) => console.error('!', message));

function show({ user, message }) {
  console.log(user.displayName + ':', message);
}
`),
    },
    Python: {
      needs: 'Python 3, standard library only: python3 community.py',
      file: 'community.py',
      code: lines(`
import json
${signIn.pythonImport}from urllib.request import Request, urlopen

SERVER = "${http}"


def call(method, path, body=None, token=None):
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    if token:
        headers["Authorization"] = "Bearer " + token
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(SERVER + path, data, headers, method=method)) as response:
        return json.load(response)


${signIn.Python}
token = signed_in["token"]
print("signed in as", signed_in["user"]["displayName"])

sent = call("POST", "/messages", {"room": "${room}", "message": "Hello from Python"}, token)
print("sent message", sent["result"])

for message in call("GET", "/rooms/${room}/messages")["messages"]:
    print(message["user"]["displayName"] + ":", message["message"])
`),
    },
    Java: {
      needs: `${JAVA_NEEDS}: java Community.java. A real program reads JSON with a library of its own.`,
      file: 'Community.java',
      code: lines(`
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Community {
  private static final String SERVER = "${http}";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] args) throws Exception {
${signIn.Java}
    Matcher token = Pattern.compile("\\"token\\":\\"([^\\"]+)\\"").matcher(signedIn);
    if (!token.find()) throw new IllegalStateException(signedIn);

    String message = ${JSON.stringify(JSON.stringify({ room, message: 'Hello from Java' }))};
    System.out.println(post("/messages", message, token.group(1)));

    URI room = URI.create(SERVER + "/rooms/${room}/messages");
    HttpRequest history = HttpRequest.newBuilder(room).build();
    System.out.println(HTTP.send(history, BodyHandlers.ofString()).body());
  }

  private static String post(String path, String body, String token) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(SERVER + path))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + token)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
    return HTTP.send(request, BodyHandlers.ofString()).body();
  }
}
`),
    },
    curl: {
      needs: 'curl and a POSIX shell',
      file: 'community.sh',
      code: lines(`
SERVER='${http}'

${signIn.curl}
TOKEN=$(curl -s "$SERVER/users/login" ${form} |
  sed -E 's/.*"token":"([^"]+)".*/\\1/')

# Write.
curl -s "$SERVER/messages" -H "Authorization: Bearer $TOKEN" \\
  -d 'room=${room}' --data-urlencode 'message=Hello from curl'
echo

# Read: the newest messages of the room.
curl -s "$SERVER/rooms/${room}/messages?limit=5"
echo
`),
    },
  };
}

/** How a program gets its token, in each language. */
interface SignIn {
  readonly JavaScript: string;
  readonly pythonImport: string;
  readonly Python: string;
  readonly Java: string;
  readonly curl: string;
}

function asGuest(json: string): SignIn {
  return {
    JavaScript: `const { user, token } = await post('/users/login', ${json});`,
    pythonImport: '',
    Python: `signed_in = call("POST", "/users/login", ${json})`,
    Java: `    String signedIn = post("/users/login", ${JSON.stringify(json)}, "");`,
    curl: '# Sign in; sed takes the token out of the answer.',
  };
}

/** The first run makes the account, later ones find it there. */
function asUser(json: string, form: string): SignIn {
  return {
    JavaScript: `
const account = ${json};
await post('/users/register', account).catch(() => {}); // it may be there already
const { user, token } = await post('/users/login', account);
`.trim(),
    pythonImport: 'from urllib.error import HTTPError\n',
    Python: `
account = ${json}
try:
    call("POST", "/users/register", account)
except HTTPError:
    pass  # it is there already
signed_in = call("POST", "/users/login", account)
`.trim(),
    Java: `
    String account = ${JSON.stringify(json)};
    post("/users/register", account, ""); // it may be there already
    String signedIn = post("/users/login", account, "");
`.replace(/^\n|\n$/g, ''),
    curl: `
# The account may be there already; sed takes the token out of the answer.
curl -s -o /dev/null "$SERVER/users/register" ${form}
`.trim(),
  };
}
