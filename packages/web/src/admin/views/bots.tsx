import type { ComponentChildren } from 'preact';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { Field, useField } from '../../design/field.tsx';
import { TrashIcon } from '../../design/icons.ts';
import { toast } from '../../design/toast.tsx';
import { useTask } from '../../design/use-task.ts';
import { isOperator, run } from '../model/api.ts';
import type { Input, Output } from '../model/commands.ts';
import { href } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { ErrorBox, Facts, Loaded, Panel } from '../parts/panel.tsx';
import styles from './view.module.css';
import { Heading, Lead } from './view.tsx';

/** Whether bots reply, how often, and in which rooms. */
export function BotsView() {
  const result = useCommand('bots', {});
  return (
    <>
      <Heading title="Bots" />
      <Lead>
        Bots answer messages in some rooms, now and then, so that a demonstration is not silent.
        Settings made here survive restarts and override the configuration.
      </Lead>
      <Loaded result={result}>
        {(bots) => (
          <>
            <State bots={bots} onChange={result.reload} />
            <Rooms bots={bots} onChange={result.reload} />
          </>
        )}
      </Loaded>
    </>
  );
}

interface BotsProps {
  readonly bots: Output<'bots'>;
  readonly onChange: () => void;
}

/** Saves a change; resolves to whether that succeeded. */
function useSave({ bots, onChange }: BotsProps) {
  const { isBusy, error, run: runTask } = useTask();
  const save = (change: Partial<Input<'set-bots'>>) =>
    runTask(async () => {
      await run('set-bots', { isOn: bots.isOn, ...change });
      toast('Saved', 'success');
      onChange();
    });
  return { isBusy, error, save };
}

function State(props: BotsProps) {
  const { isOn, probability, names } = props.bots;
  const percent = `${Math.round(probability * 100)}`;
  const wanted = useField(percent);
  const { isBusy, error, save } = useSave(props);
  return (
    <Panel
      title="State"
      aside={
        isOperator() && (
          <Button
            kind={isOn ? 'default' : 'primary'}
            disabled={isBusy}
            onClick={() => save({ isOn: !isOn })}
          >
            {isOn ? 'Switch off' : 'Switch on'}
          </Button>
        )
      }
    >
      <Facts
        facts={{
          'Bots are': <Badge tone={isOn ? 'green' : 'neutral'}>{isOn ? 'on' : 'off'}</Badge>,
          'They answer': `${percent} % of messages`,
          Who: names.join(', '),
        }}
      />
      <LineForm onSubmit={() => save({ probability: Number(wanted.value) / 100 })}>
        <Field
          label="Share of messages they answer, %"
          type="number"
          min={0}
          max={100}
          required
          {...wanted}
        />
        <Button type="submit">Save</Button>
      </LineForm>
      <ErrorBox text={error} />
    </Panel>
  );
}

function Rooms(props: BotsProps) {
  const { rooms } = props.bots;
  const room = useField('');
  const { isBusy, error, save } = useSave(props);
  const saveRooms = async (ids: string[]) => {
    if (await save({ rooms: ids })) room.onValue('');
  };
  const ids = rooms.map(({ id }) => id);
  return (
    <Panel title="Rooms in which they answer">
      {rooms.length === 0 ? (
        <p class={styles.none}>None: they answer nowhere.</p>
      ) : (
        <ul class={styles.people}>
          {rooms.map(({ id, uid, name }) => (
            <li key={id}>
              <span>
                <a href={href('rooms', id)}>{name || uid}</a>{' '}
                <span class={styles.quiet}>{uid}</span>
              </span>
              {isOperator() && (
                <IconButton
                  label={`No bots in ${name}`}
                  size="small"
                  onClick={() => saveRooms(ids.filter((other) => other !== id))}
                >
                  <TrashIcon size={14} />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
      )}
      <LineForm onSubmit={() => saveRooms([...ids, room.value.trim()])}>
        <Field label="Another room, by id or uid" required {...room} />
        <Button type="submit" disabled={isBusy}>
          Add
        </Button>
      </LineForm>
      <ErrorBox text={error} />
    </Panel>
  );
}

interface LineFormProps {
  readonly onSubmit: () => void;
  readonly children: ComponentChildren;
}

/** A field and its button, for operators only. */
function LineForm({ onSubmit, children }: LineFormProps) {
  if (!isOperator()) return null;
  const submit = (event: Event) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form class={styles.pad} onSubmit={submit}>
      <div class={styles.line}>{children}</div>
    </form>
  );
}
