import { useEffect, useRef, useState } from 'preact/hooks';
import { Code } from '../../design/code.tsx';
import { textProperty } from '../../lib/json.ts';
import { tabStorage } from '../../lib/storage.ts';
import type { Playground } from '../playground.ts';
import styles from './embeds.module.css';
import { exchange, resultOf } from './exchange.ts';

/** The embedded chat twice, in the room of the steps, as two users; and the code that puts it on another site. */
export function Embeds({ session, origin }: Playground) {
  const room = session.room.value;
  const token = session.token.value;
  const second = useSecondToken(origin, token !== null);
  const readerAbout = token === null ? 'a reader, until you sign in above' : null;
  if (room === null) return <p class="quiet">There is no public room yet: create one above.</p>;
  return (
    <div class={styles.embeds}>
      <div class={styles.pair}>
        <Embed
          title="You"
          about={readerAbout ?? session.name.value ?? ''}
          room={room.uid}
          login={null}
        />
        {/* Every chat of the origin follows a sign-in or sign-out, this one too: it begins anew, and gets its own token. */}
        <Embed
          key={token}
          title="Somebody else"
          about={readerAbout ?? (second === null ? 'a reader' : 'an account made for this tab')}
          room={room.uid}
          login={token === null ? null : second}
        />
      </div>
      <div class={styles.codes}>
        {codesOf(origin, room.uid).map(([title, text]) => (
          <div key={title} class={styles.code}>
            <h4>{title}</h4>
            <Code text={text} label={title} />
          </div>
        ))}
      </div>
    </div>
  );
}

interface EmbedProps {
  readonly title: string;
  readonly about: string;
  readonly room: string;
  /** The user's token, sent by `postMessage`; `null`: the token in the browser's storage. */
  readonly login: string | null;
}

function Embed({ title, about, room, login }: EmbedProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [loads, setLoads] = useState(0);
  useEffect(() => {
    if (login !== null && loads > 0)
      frame.current?.contentWindow?.postMessage({ login }, location.origin);
  }, [login, loads]);
  return (
    <section class={styles.embed} aria-label={title}>
      <p>
        <b>{title}</b> <span dir="auto">{about}</span>
      </p>
      <iframe
        ref={frame}
        src={`/embed.html?room=${encodeURIComponent(room)}`}
        title={`Embedded chat: ${title}`}
        onLoad={() => setLoads((count) => count + 1)}
      />
    </section>
  );
}

/** A token of a second user, once the first is signed in; `null`: none. */
function useSecondToken(origin: string, isWanted: boolean): string | null {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => {
    if (isWanted) void secondToken(origin).then(setToken);
  }, [origin, isWanted]);
  return token;
}

const KEY = 'playground.second';

/** Of an account with a suggested name, created once in a tab; `null`: the server creates none. */
async function secondToken(origin: string): Promise<string | null> {
  const stored = tabStorage.get(KEY);
  if (stored !== null) {
    const me = await exchange(origin, { method: 'GET', path: '/me', token: stored });
    if (resultOf(me) !== null) return stored;
  }
  const body = resultOf(await exchange(origin, { method: 'GET', path: '/random', token: null }));
  const path = '/users/register';
  const created = await exchange(origin, { method: 'POST', path, body, token: null });
  const token = textProperty(resultOf(created), 'token') ?? null;
  if (token !== null) tabStorage.set(KEY, token);
  return token;
}

/** The code that puts the chat on another site, by title. */
function codesOf(origin: string, room: string): readonly (readonly [string, string])[] {
  const frame = `<iframe
  src="${origin}/embed.html?room=${encodeURIComponent(room)}"
  title="Chat"
  width="380"
  height="560"
></iframe>`;
  const element = `<script src="${origin}/koine.js" async></script>
<koine-chat room="${room}"></koine-chat>`;
  const signIn = `// The same origin: every chat reads it, and follows its changes.
window.localStorage.setItem('chat_token', token);

// Another origin: tell the frame.
document.querySelector('iframe').contentWindow
  .postMessage({ login: token }, '${origin}');`;
  return [
    ['As a frame', frame],
    ['As an element, with one line of script', element],
    ['Signed in by your own page', signIn],
  ];
}
