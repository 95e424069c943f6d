import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Field, SelectField } from '../../design/field.tsx';
import { type PartProps, Step } from './step.tsx';
import styles from './steps.module.css';
import { TokenLine } from './token-line.tsx';

export interface StepsProps extends PartProps {
  readonly areGuestsAllowed: boolean;
}

/** The steps of the document: each button makes one call, and shows it. */
export function Steps({ session, areGuestsAllowed }: StepsProps) {
  return (
    <ol class={styles.steps}>
      <AccountStep session={session} />
      <LoginStep session={session} areGuestsAllowed={areGuestsAllowed} />
      <RoomStep session={session} />
      <MessageStep session={session} />
      <DeleteStep session={session} />
    </ol>
  );
}

function AccountStep({ session }: PartProps) {
  const { username, password } = session;
  return (
    <Step
      session={session}
      name="register"
      title="Register"
      outline={'POST /users/register\n\n{"username": …, "password": …}'}
    >
      <p>
        Optional: an account of your own. GET /random suggests a name and a password and does not
        store them.
      </p>
      <form class={styles.form} onSubmit={(event) => submit(event, session.register)}>
        <Field
          label="Username"
          value={username.value}
          autocomplete="off"
          spellcheck={false}
          onValue={(value) => {
            username.value = value;
          }}
        />
        <Field
          label="Password"
          value={password.value}
          autocomplete="off"
          spellcheck={false}
          onValue={(value) => {
            password.value = value;
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

function LoginStep({ session, areGuestsAllowed }: StepsProps) {
  return (
    <Step
      session={session}
      name="login"
      title="Login"
      outline={'POST /users/login\n\n{"username": …, "password": …}  or  {"guest": true}'}
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

function RoomStep({ session }: PartProps) {
  const { room, rooms, token } = session;
  const [name, setName] = useState('My room');
  return (
    <Step
      session={session}
      name="room"
      title="Room"
      outline={'POST /rooms\nAuthorization: Bearer …\n\n{"name": …}'}
    >
      <p>Who creates a room owns it: deletes messages, bans users, appoints moderators.</p>
      <form class={styles.form} onSubmit={(event) => submit(event, () => session.createRoom(name))}>
        <Field label="Name of the new room" value={name} dir="auto" onValue={setName} />
        <div class={styles.buttons}>
          <Button kind="primary" type="submit">
            Create room
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
          onValue={(uid) => {
            room.value = rooms.value.find((known) => known.uid === uid) ?? room.value;
          }}
        />
      )}
      {token.value === null && <SignInFirst />}
    </Step>
  );
}

function MessageStep({ session }: PartProps) {
  const [text, setText] = useState('hello from HTTP!');
  const { room, token } = session;
  return (
    <Step
      session={session}
      name="message"
      title="Message"
      outline={'POST /messages\nAuthorization: Bearer …\n\n{"room": …, "message": …}'}
    >
      <p>
        Chats use Socket.IO; the REST API does the same
        {room.value !== null && (
          <>
            , here in <b dir="auto">{room.value.name}</b>
          </>
        )}
        .
      </p>
      <form class={styles.form} onSubmit={(event) => submit(event, () => session.send(text))}>
        <Field label="Message" value={text} dir="auto" onValue={setText} />
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

function DeleteStep({ session }: PartProps) {
  const { messageId, token } = session;
  const id = messageId.value.trim();
  return (
    <Step
      session={session}
      name="delete"
      title="Delete"
      outline={`DELETE /messages/${id || '{message.id}'}\nAuthorization: Bearer …`}
    >
      <p>A message’s author, the room’s owner and moderators can delete it.</p>
      <form class={styles.form} onSubmit={(event) => submit(event, session.deleteMessage)}>
        <Field
          label="Id of the message"
          hint={id === '' ? 'Send one first, or name one.' : undefined}
          value={messageId.value}
          inputMode="numeric"
          autocomplete="off"
          onValue={(value) => {
            messageId.value = value;
          }}
        />
        <div class={styles.buttons}>
          <Button type="submit" disabled={id === ''}>
            {id === '' ? 'Delete the message' : `Delete message ${id}`}
          </Button>
        </div>
      </form>
      {token.value === null && <SignInFirst />}
    </Step>
  );
}

function SignInFirst() {
  return <p class={styles.hint}>Not signed in: this call will be refused.</p>;
}

function submit(event: Event, run: () => Promise<void>) {
  event.preventDefault();
  void run();
}
