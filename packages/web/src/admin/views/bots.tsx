import { useState } from 'preact/hooks';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { TrashIcon } from '../../design/icons.ts';
import { toast } from '../../design/toast.tsx';
import { useTask } from '../../design/use-task.ts';
import { isOperator, run } from '../model/api.ts';
import type { Output } from '../model/commands.ts';
import { href } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { ErrorBox, Facts, Loaded, Panel } from '../parts/panel.tsx';
import styles from './view.module.css';
import { Heading, Lead } from './view.tsx';

/** Who talks by himself, and where. */
export function BotsView() {
  const answer = useCommand('bots', {});
  return (
    <>
      <Heading title="Bots" />
      <Lead>
        Bots answer messages in some rooms, now and then, so that a demonstration is not silent.
        Settings made here survive restarts and override the configuration.
      </Lead>
      <Loaded answer={answer}>{(bots) => <Choice bots={bots} onChange={answer.reload} />}</Loaded>
    </>
  );
}

function Choice({
  bots,
  onChange,
}: {
  readonly bots: Output<'bots'>;
  readonly onChange: () => void;
}) {
  const [room, setRoom] = useState('');
  const [probability, setProbability] = useState(`${Math.round(bots.probability * 100)}`);
  const state = useTask();
  const places = useTask();
  const canOperate = isOperator();
  const rooms = bots.rooms.map(({ id }) => id);
  const save = (choice: { isOn?: boolean; probability?: number; rooms?: string[] }) =>
    (choice.rooms === undefined ? state : places).run(async () => {
      await run('set-bots', { isOn: bots.isOn, ...choice });
      toast('Saved', 'success');
      if (choice.rooms !== undefined) setRoom('');
      onChange();
    });
  return (
    <>
      <Panel
        title="State"
        aside={
          canOperate && (
            <Button
              kind={bots.isOn ? 'default' : 'primary'}
              disabled={state.isBusy}
              onClick={() => save({ isOn: !bots.isOn })}
            >
              {bots.isOn ? 'Switch off' : 'Switch on'}
            </Button>
          )
        }
      >
        <Facts
          facts={[
            [
              'Bots are',
              <Badge key="state" tone={bots.isOn ? 'green' : 'neutral'}>
                {bots.isOn ? 'on' : 'off'}
              </Badge>,
            ],
            ['They answer', `${Math.round(bots.probability * 100)} % of messages`],
            ['Who', bots.names.join(', ')],
          ]}
        />
        {canOperate && (
          <form
            class={styles.pad}
            onSubmit={(event) => {
              event.preventDefault();
              save({ probability: Number(probability) / 100 });
            }}
          >
            <div class={styles.line}>
              <Field
                label="Share of messages they answer, %"
                type="number"
                min={0}
                max={100}
                required
                value={probability}
                onValue={setProbability}
              />
              <Button type="submit">Save</Button>
            </div>
          </form>
        )}
        <ErrorBox text={state.error} />
      </Panel>
      <Panel title="Rooms in which they answer">
        {bots.rooms.length === 0 ? (
          <p class={styles.none}>None: they answer nowhere.</p>
        ) : (
          <ul class={styles.people}>
            {bots.rooms.map(({ id, uid, name }) => (
              <li key={id}>
                <span>
                  <a href={href('rooms', id)}>{name === '' ? uid : name}</a>{' '}
                  <span class={styles.quiet}>{uid}</span>
                </span>
                {canOperate && (
                  <IconButton
                    label={`No bots in ${name}`}
                    size="small"
                    onClick={() => save({ rooms: rooms.filter((other) => other !== id) })}
                  >
                    <TrashIcon size={14} />
                  </IconButton>
                )}
              </li>
            ))}
          </ul>
        )}
        {canOperate && (
          <form
            class={styles.pad}
            onSubmit={(event) => {
              event.preventDefault();
              save({ rooms: [...rooms, room.trim()] });
            }}
          >
            <div class={styles.line}>
              <Field label="Another room, by id or uid" required value={room} onValue={setRoom} />
              <Button type="submit" disabled={places.isBusy}>
                Add
              </Button>
            </div>
          </form>
        )}
        <ErrorBox text={places.error} />
      </Panel>
    </>
  );
}
