import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Field, SelectField } from '../../design/field.tsx';
import { ExchangeView } from './exchange-view.tsx';
import type { Session } from './session.ts';
import styles from './steps.module.css';
import { TokenLine } from './token-line.tsx';

export interface StepsProps {
  readonly session: Session;
  readonly origin: string;
  readonly areGuestsAllowed: boolean;
}

/** The steps of the document: each button makes one call, and shows it. */
export function Steps({ session, origin, areGuestsAllowed }: StepsProps) {
  return (
    <ol class={styles.steps}>
      <AccountStep session={session} origin={origin} />
      <LoginStep session={session} origin={origin} areGuestsAllowed={areGuestsAllowed} />
      <RoomStep session={session} origin={origin} />
      <MessageStep session={session} origin={origin} />
      <DeleteStep session={session} origin={origin} />
    </ol>
  );
}

interface StepProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly exchange: ComponentChildren;
}

function Step({ title, children, exchange }: StepProps) {
  return (
    <li class={styles.step}>
      <div class={styles.act}>
        <h4>{title}</h4>
        {children}
      </div>
      {exchange}
    </li>
  );
}

interface PartProps {
  readonly session: Session;
  readonly origin: string;
}

function AccountStep({ session, origin }: PartProps) {
  const { username, password, exchanges } = session;
  return (
    <Step
      title="Register"
      exchange={
        <ExchangeView
          origin={origin}
          exchange={exchanges.register.value}
          outline={'POST /users/register\n\n{"username": …, "password": …}'}
        />
      }
    >
      <p>
        Optional: an account of your own. GET /random suggests a name and a password; nothing else
        knows them.
      </p>
      <form class={styles.form} onSubmit={(event) => submit(event, session.register)}>
        <Field
          label="Username"
          value={username.value}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => {
            username.value = event.currentTarget.value;
          }}
        />
        <Field
          label="Password"
          value={password.value}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => {
            password.value = event.currentTarget.value;
          }}
        />
        <div class={styles.buttons}>
          <Button kind="primary" type="submit">
            Register
          </Button>
          <Button onClick={() => void session.suggest()}>Suggest another</Button>
        </div>
      </form>
    </Step>
  );
}

function LoginStep({ session, origin, areGuestsAllowed }: StepsProps) {
  return (
    <Step
      title="Login"
      exchange={
        <ExchangeView
          origin={origin}
          exchange={session.exchanges.login.value}
          outline={'POST /users/login\n\n{"username": …, "password": …}  or  {"guest": true}'}
        />
      }
    >
      <p>
        With the account above, or as a guest: that is the same user each time for your address.
      </p>
      <div class={styles.buttons}>
        <Button onClick={() => void session.login()}>Login</Button>
        <Button disabled={!areGuestsAllowed} onClick={() => void session.loginAsGuest()}>
          Login as guest
        </Button>
      </div>
      {!areGuestsAllowed && (
        <p class={styles.hint}>
          Guests are off on this server; <code>--community-guests</code> lets them in.
        </p>
      )}
      <TokenLine session={session} />
    </Step>
  );
}

function RoomStep({ session, origin }: PartProps) {
  const { room, rooms, exchanges, token } = session;
  const [name, setName] = useState('My room');
  return (
    <Step
      title="Room"
      exchange={
        <ExchangeView
          origin={origin}
          exchange={exchanges.room.value}
          outline={'POST /rooms\nAuthorization: Bearer …\n\n{"name": …}'}
        />
      }
    >
      <p>Who makes a room owns it: deletes messages, bans, names moderators.</p>
      <form class={styles.form} onSubmit={(event) => submit(event, () => session.createRoom(name))}>
        <Field
          label="Name of the new room"
          value={name}
          maxLength={64}
          dir="auto"
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <div class={styles.buttons}>
          <Button kind="primary" type="submit">
            Make the room
          </Button>
        </div>
      </form>
      {rooms.value.length > 0 && (
        <SelectField
          label="Or go to"
          value={room.value?.uid ?? ''}
          options={rooms.value.map(({ uid, name: roomName }) => ({
            value: uid,
            label: `${roomName} (${uid})`,
          }))}
          onChange={(event) => {
            const uid = event.currentTarget.value;
            room.value = rooms.value.find((known) => known.uid === uid) ?? room.value;
          }}
        />
      )}
      {token.value === null && <SignInFirst />}
    </Step>
  );
}

function MessageStep({ session, origin }: PartProps) {
  const [text, setText] = useState('hello from HTTP!');
  const { room, token, exchanges } = session;
  return (
    <Step
      title="Message"
      exchange={
        <ExchangeView
          origin={origin}
          exchange={exchanges.message.value}
          outline={'POST /messages\nAuthorization: Bearer …\n\n{"room": …, "message": …}'}
        />
      }
    >
      <p>
        Chats speak over Socket.IO; the REST API does the same
        {room.value !== null && (
          <>
            , here in <b dir="auto">{room.value.name}</b>
          </>
        )}
        .
      </p>
      <form class={styles.form} onSubmit={(event) => submit(event, () => session.send(text))}>
        <Field
          label="Message"
          value={text}
          dir="auto"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <div class={styles.buttons}>
          <Button kind="primary" type="submit">
            Send the message
          </Button>
        </div>
      </form>
      {token.value === null && <SignInFirst />}
    </Step>
  );
}

function DeleteStep({ session, origin }: PartProps) {
  const id = session.messageId.value;
  return (
    <Step
      title="Delete"
      exchange={
        <ExchangeView
          origin={origin}
          exchange={session.exchanges.delete.value}
          outline={`DELETE /messages/${id ?? '{message.id}'}\nAuthorization: Bearer …`}
        />
      }
    >
      <p>Its author, the room’s owner and moderators may take a message away.</p>
      <div class={styles.buttons}>
        <Button disabled={id === null} onClick={() => void session.deleteMessage()}>
          {id === null ? 'Delete the message' : `Delete message ${id}`}
        </Button>
      </div>
      {id === null && <p class={styles.hint}>Send one first.</p>}
    </Step>
  );
}

function SignInFirst() {
  return <p class={styles.hint}>Nobody is signed in yet: the server will refuse, and say so.</p>;
}

function submit(event: Event, run: () => Promise<void>) {
  event.preventDefault();
  void run();
}
