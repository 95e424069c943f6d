import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Field, SelectField } from '../../design/field.tsx';
import type { Playground } from '../playground.ts';
import { ExchangeView } from './exchange-view.tsx';
import type { Session, StepName } from './session.ts';
import styles from './steps.module.css';
import { TokenLine } from './token-line.tsx';

/** The steps of the document: each button makes one call, and shows it. */
export function Steps({ session, facts }: Playground) {
  return (
    <ol class={styles.steps}>
      <AccountStep session={session} />
      <LoginStep session={session} areGuestsAllowed={facts.communityGuests} />
      <RoomStep session={session} />
      <MessageStep session={session} />
      <DeleteStep session={session} />
    </ol>
  );
}

interface SessionProps {
  readonly session: Session;
}

function AccountStep({ session }: SessionProps) {
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
      <StepForm
        action="Register"
        onSubmit={session.register}
        more={<Button onClick={() => void session.suggest()}>Suggest another</Button>}
      >
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
      </StepForm>
    </Step>
  );
}

function LoginStep({
  session,
  areGuestsAllowed,
}: SessionProps & { readonly areGuestsAllowed: boolean }) {
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
      <div class="cluster">
        <Button onClick={() => void session.login()}>Login</Button>
        <Button disabled={!areGuestsAllowed} onClick={() => void session.loginAsGuest()}>
          Login as guest
        </Button>
      </div>
      {!areGuestsAllowed && (
        <p class="hint">
          Guests are off on this server; <code>--community-guests</code> lets them in.
        </p>
      )}
      <TokenLine session={session} />
    </Step>
  );
}

function RoomStep({ session }: SessionProps) {
  const { room, rooms } = session;
  const [name, setName] = useState('My room');
  return (
    <Step
      session={session}
      name="room"
      title="Room"
      outline={'POST /rooms\nAuthorization: Bearer …\n\n{"name": …}'}
      requiresToken
    >
      <p>Who creates a room owns it: deletes messages, bans users, appoints moderators.</p>
      <StepForm action="Create room" onSubmit={() => session.createRoom(name)}>
        <Field label="Name of the new room" value={name} dir="auto" onValue={setName} />
      </StepForm>
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
    </Step>
  );
}

function MessageStep({ session }: SessionProps) {
  const [text, setText] = useState('hello from HTTP!');
  const room = session.room.value;
  return (
    <Step
      session={session}
      name="message"
      title="Message"
      outline={'POST /messages\nAuthorization: Bearer …\n\n{"room": …, "message": …}'}
      requiresToken
    >
      <p>
        Chats use Socket.IO; the REST API does the same
        {room !== null && (
          <>
            , here in <b dir="auto">{room.name}</b>
          </>
        )}
        .
      </p>
      <StepForm action="Send the message" onSubmit={() => session.send(text)}>
        <Field label="Message" value={text} dir="auto" onValue={setText} />
      </StepForm>
    </Step>
  );
}

function DeleteStep({ session }: SessionProps) {
  const { messageId } = session;
  const id = messageId.value.trim();
  return (
    <Step
      session={session}
      name="delete"
      title="Delete"
      outline={`DELETE /messages/${id || '{message.id}'}\nAuthorization: Bearer …`}
      requiresToken
    >
      <p>A message’s author, the room’s owner and moderators can delete it.</p>
      <StepForm
        action={id === '' ? 'Delete the message' : `Delete message ${id}`}
        kind="default"
        isDisabled={id === ''}
        onSubmit={session.deleteMessage}
      >
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
      </StepForm>
    </Step>
  );
}

interface StepProps extends SessionProps {
  readonly name: StepName;
  readonly title: string;
  /** The call, shown until it happens. */
  readonly outline: string;
  readonly requiresToken?: boolean;
  readonly children: ComponentChildren;
}

/** What the user does, and beside it the call. */
function Step({ session, name, title, outline, requiresToken, children }: StepProps) {
  return (
    <li class={styles.step}>
      <div class={styles.act}>
        <h4>{title}</h4>
        {children}
        {requiresToken && session.token.value === null && (
          <p class="hint">Not signed in: this call will be refused.</p>
        )}
      </div>
      <ExchangeView
        exchange={session.exchanges[name].value}
        outline={outline}
        isPending={session.pending.value.has(name)}
      />
    </li>
  );
}

interface StepFormProps {
  /** On the button that submits. */
  readonly action: string;
  readonly kind?: 'primary' | 'default';
  readonly isDisabled?: boolean;
  readonly onSubmit: () => Promise<void>;
  /** More buttons. */
  readonly more?: ComponentChildren;
  readonly children: ComponentChildren;
}

function StepForm(props: StepFormProps) {
  const { action, kind = 'primary', isDisabled = false, onSubmit, more, children } = props;
  return (
    <form
      class={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {children}
      <div class="cluster">
        <Button kind={kind} type="submit" disabled={isDisabled}>
          {action}
        </Button>
        {more}
      </div>
    </form>
  );
}
