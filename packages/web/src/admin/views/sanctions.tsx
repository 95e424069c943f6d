import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { SelectField } from '../../design/field.tsx';
import { BanIcon } from '../../design/icons.ts';
import { oneOf, useListQuery } from '../model/list-query.ts';
import { useCommand } from '../model/use-command.ts';
import { AppSelect, PAGE_SIZE, Pager, Search } from '../parts/list-tools.tsx';
import { Loaded, Panel } from '../parts/panel.tsx';
import { SanctionDialog, SanctionTable } from './sanction-parts.tsx';
import { Heading, Tools } from './view.tsx';

export function SanctionsView() {
  const query = useListQuery();
  const { offset } = query;
  const text = query.get('text');
  const kind = oneOf(query.get('kind'), ['ban', 'mute']);
  const [isMaking, setMaking] = useState(false);
  const answer = useCommand('sanctions', {
    limit: PAGE_SIZE,
    offset,
    ...query.filters('text', 'app'),
    ...(kind !== undefined && { kind }),
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
          onChange={(next) => query.filter('text', next)}
        />
        <AppSelect value={query.get('app')} onChange={(next) => query.filter('app', next)} />
        <SelectField
          label="Kind"
          isLabelHidden
          value={kind ?? ''}
          options={[
            { value: '', label: 'Bans and mutes' },
            { value: 'ban', label: 'Bans' },
            { value: 'mute', label: 'Mutes' },
          ]}
          onValue={(value) => query.filter('kind', value)}
        />
      </Tools>
      <Panel>
        <Loaded
          answer={answer}
          isEmpty={({ total }) => total === 0}
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
              <Pager offset={offset} shown={items.length} total={total} onGo={query.go} />
            </>
          )}
        </Loaded>
      </Panel>
      {isMaking && <SanctionDialog onDone={answer.reload} onClose={() => setMaking(false)} />}
    </>
  );
}
