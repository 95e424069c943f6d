import { useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { SelectField } from '../../design/field.tsx';
import { BanIcon } from '../../design/icons.ts';
import { oneOf, useListQuery } from '../model/list-query.ts';
import { useCommand } from '../model/use-command.ts';
import { ListPanel } from '../parts/list-panel.tsx';
import { AppSelect, PAGE_SIZE, Search } from '../parts/list-tools.tsx';
import { SanctionDialog, SanctionTable } from './sanction-parts.tsx';
import { Heading, Tools } from './view.tsx';

export function SanctionsView() {
  const query = useListQuery();
  const { offset } = query;
  const text = query.get('text');
  const kind = oneOf(query.get('kind'), ['ban', 'mute']);
  const [isCreating, setCreating] = useState(false);
  const answer = useCommand('sanctions', {
    limit: PAGE_SIZE,
    offset,
    ...query.filters('text', 'app'),
    ...(kind !== undefined && { kind }),
  });
  return (
    <>
      <Heading title="Bans and mutes">
        <Button kind="primary" onClick={() => setCreating(true)}>
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
      <ListPanel
        answer={answer}
        query={query}
        empty={{
          icon: BanIcon,
          title: text === '' ? 'Nobody is banned or muted' : 'No matches',
          text: <p>Ended ones are not shown; the audit log has them.</p>,
        }}
      >
        {(items) => (
          <SanctionTable sanctions={items} onChange={answer.reload} isStale={answer.isLoading} />
        )}
      </ListPanel>
      {isCreating && <SanctionDialog onDone={answer.reload} onClose={() => setCreating(false)} />}
    </>
  );
}
