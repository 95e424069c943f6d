import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Button } from '../../design/button.tsx';
import { Field, SelectField, useField } from '../../design/field.tsx';
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
  return (
    <Step
      session={session}
      name="register"
      title="Register"
      outline={'POST /users/register\n\n{"username": …, "password": …}'}
      about="Optional: an account of your own. GET /random suggests a name and a password and does not store them."
      action="Register"
      onSubmit={session.register}
      more={<Button onClick={() => void session.suggest()}>Suggest another</Button>}
    >
      <Field label="Username" {...bound(session.username)} autocomplete="off" spellcheck={false} />
      <Field label="Password" {...bound(session.password)} autocomplete="off" spellcheck={false} />
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
      about="With the account above, or as a guest: that is the same user each time for your address."
      action="Login"
      kind="default"
      onSubmit={session.login}
      more={
        <Button disabled={!areGuestsAllowed} onClick={() => void session.loginAsGuest()}>
          Login as guest
        </Button>
      }
      below={
        <>
          {!areGuestsAllowed && (
            <p class="hint">
              Guests are off on this server; <code>--community-guests</code> lets them in.
            </p>
          )}
          <TokenLine session={session} />
        </>
      }
    />
  );
}

function RoomStep({ session }: SessionProps) {
  const { room, rooms } = session;
  const name = useField('My room');
  return (
    <Step
      session={session}
      name="room"
      title="Room"
      outline={'POST /rooms\nAuthorization: Bearer …\n\n{"name": …}'}
      requiresToken
      about="Who creates a room owns it: deletes messages, bans users, appoints moderators."
      action="Create room"
      onSubmit={() => session.createRoom(name.value)}
      below={
        rooms.value.length > 0 && (
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
        )
      }
    >
      <Field label="Name of the new room" {...name} dir="auto" />
    </Step>
  );
}

function MessageStep({ session }: SessionProps) {
  const text = useField('hello from HTTP!');
  const room = session.room.value;
  return (
    <Step
      session={session}
      name="message"
      title="Message"
      outline={'POST /messages\nAuthorization: Bearer …\n\n{"room": …, "message": …}'}
      requiresToken
      about={
        <>
          Chats use Socket.IO; the REST API does the same
          {room !== null && (
            <>
              , here in <b dir="auto">{room.name}</b>
            </>
          )}
          .
        </>
      }
      action="Send the message"
      onSubmit={() => session.send(text.value)}
    >
      <Field label="Message" {...text} dir="auto" />
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
      about="A message’s author, the room’s owner and moderators can delete it."
      action={id === '' ? 'Delete the message' : `Delete message ${id}`}
      kind="default"
      isDisabled={id === ''}
      onSubmit={session.deleteMessage}
    >
      <Field
        label="Id of the message"
        hint={id === '' ? 'Send one first, or name one.' : undefined}
        {...bound(messageId)}
        inputMode="numeric"
        autocomplete="off"
      />
    </Step>
  );
}

interface StepProps extends SessionProps {
  readonly name: StepName;
  readonly title: string;
  /** The call, shown until it happens. */
  readonly outline: string;
  readonly requiresToken?: boolean;
  readonly about: ComponentChildren;
  /** On the button that makes the call. */
  readonly action: string;
  readonly kind?: 'primary' | 'default';
  readonly isDisabled?: boolean;
  readonly onSubmit: () => Promise<void>;
  /** More buttons. */
  readonly more?: ComponentChildren;
  readonly below?: ComponentChildren;
  /** The fields. */
  readonly children?: ComponentChildren;
}

/** What the user does, and beside it the call. */
function Step(props: StepProps) {
  const { session, name, outline, kind = 'primary', isDisabled = false, onSubmit } = props;
  return (
    <li class={styles.step}>
      <div class={styles.act}>
        <h4>{props.title}</h4>
        <p>{props.about}</p>
        <form
          class={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            void onSubmit();
          }}
        >
          {props.children}
          <div class="cluster">
            <Button kind={kind} type="submit" disabled={isDisabled}>
              {props.action}
            </Button>
            {props.more}
          </div>
        </form>
        {props.below}
        {props.requiresToken && session.token.value === null && (
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

/** What a field shows, and how it changes it. */
function bound(text: Signal<string>) {
  return {
    value: text.value,
    onValue: (value: string) => {
      text.value = value;
    },
  };
}
