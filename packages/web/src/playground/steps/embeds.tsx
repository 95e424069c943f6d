import { useEffect, useRef, useState } from 'preact/hooks';
import { Code } from '../../design/code.tsx';
import { tabStorage } from '../../lib/storage.ts';
import { elementCode, iframeCode, signInCode } from './embed-code.ts';
import styles from './embeds.module.css';
import { secondPerson } from './second-person.ts';
import type { Session } from './session.ts';

export interface EmbedsProps {
  readonly session: Session;
  readonly origin: string;
}

/** The embedded chat twice, in the room of the steps, as two people; and the code that puts it on another site. */
export function Embeds({ session, origin }: EmbedsProps) {
  const room = session.room.value;
  const token = session.token.value;
  const second = useSecondPerson(origin, token !== null);
  if (room === null)
    return <p class={styles.none}>There is no public room yet: create one above.</p>;
  return (
    <div class={styles.embeds}>
      <div class={styles.pair}>
        <Embed
          title="You"
          about={token === null ? 'a reader, until you sign in above' : (session.name.value ?? '')}
          room={room.uid}
          login={null}
        />
        {/* Who signs in or out is told to every chat of the origin, this one too: it begins anew, and is told otherwise. */}
        <Embed
          key={token}
          title="Somebody else"
          about={
            token === null
              ? 'a reader, until you sign in above'
              : second === null
                ? 'a reader'
                : 'an account made for this tab'
          }
          room={room.uid}
          login={token === null ? null : second}
        />
      </div>
      <div class={styles.codes}>
        <Labelled title="As a frame" text={iframeCode(origin, room.uid)} />
        <Labelled
          title="As an element, with one line of script"
          text={elementCode(origin, room.uid)}
        />
        <Labelled title="Signed in by your own page" text={signInCode(origin)} />
      </div>
    </div>
  );
}

function Labelled({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div class={styles.code}>
      <h4>{title}</h4>
      <Code text={text} label={title} />
    </div>
  );
}

interface EmbedProps {
  readonly title: string;
  readonly about: string;
  readonly room: string;
  /** Who the chat is to be, told by `postMessage`; `null`: the user that the browser's storage names. */
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

/** A token of somebody else, once somebody is signed in: two people without two accounts to think of. */
function useSecondPerson(origin: string, isWanted: boolean): string | null {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => {
    if (isWanted) void secondPerson(origin, tabStorage).then(setToken);
  }, [origin, isWanted]);
  return token;
}
