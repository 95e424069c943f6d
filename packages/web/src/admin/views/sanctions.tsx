import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { SelectField } from '../../design/field.tsx';
import { BanIcon } from '../../design/icons.ts';
import type { SanctionKind } from '../model/answers.ts';
import { useCommand } from '../model/use-command.ts';
import { AppSelect, PAGE_SIZE, Pager, Search } from '../parts/list-tools.tsx';
import { Loaded, Panel } from '../parts/panel.tsx';
import { SanctionDialog, SanctionTable } from './sanction-parts.tsx';
import { Heading, Tools } from './view.tsx';

export function SanctionsView() {
  const [text, setText] = useState('');
  const [app, setApp] = useState('');
  const [kind, setKind] = useState<SanctionKind | ''>('');
  const [offset, setOffset] = useState(0);
  const [isMaking, setMaking] = useState(false);
  const answer = useCommand('sanctions', {
    limit: PAGE_SIZE,
    offset,
    ...(text !== '' && { text }),
    ...(app !== '' && { app }),
    ...(kind !== '' && { kind }),
  });
  return (
    <>
      <Heading title="Bans and mutes">
        <Button kind="primary" onClick={() => setMaking(true)}>
          Ban or mute
        </Button>
      </Heading>
      <Tools>
        <Search
          label="Whom, or the reason"
          value={text}
          onChange={(next) => {
            setText(next);
            setOffset(0);
          }}
        />
        <AppSelect
          value={app}
          onChange={(next) => {
            setApp(next);
            setOffset(0);
          }}
        />
        <SelectField
          label="Kind"
          isLabelHidden
          value={kind}
          options={[
            { value: '', label: 'Bans and mutes' },
            { value: 'ban', label: 'Bans' },
            { value: 'mute', label: 'Mutes' },
          ]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setKind(value === 'ban' || value === 'mute' ? value : '');
            setOffset(0);
          }}
        />
      </Tools>
      <Panel>
        <Loaded
          answer={answer}
          isEmpty={({ items }) => items.length === 0}
          empty={{
            icon: BanIcon,
            title: text === '' ? 'Nobody is banned or muted' : 'None is like that',
            text: <p>Those that have ended are not shown; the audit log knows them.</p>,
          }}
        >
          {({ items, total }) => (
            <>
              <SanctionTable
                sanctions={items}
                onChange={answer.reload}
                isStale={answer.isLoading}
              />
              <Pager offset={offset} shown={items.length} total={total} onGo={setOffset} />
            </>
          )}
        </Loaded>
      </Panel>
      {isMaking && <SanctionDialog onDone={answer.reload} onClose={() => setMaking(false)} />}
    </>
  );
}
