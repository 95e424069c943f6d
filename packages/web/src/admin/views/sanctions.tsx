import { BanIcon } from '../../design/icons.ts';
import { useListQuery } from '../model/list-query.ts';
import { useCommand } from '../model/use-command.ts';
import { DialogButton } from '../parts/dialog.tsx';
import { AppSelect, Choice, List, Search } from '../parts/list.tsx';
import { SanctionDialog } from './sanction-dialog.tsx';
import { sanctionColumns } from './sanction-table.tsx';
import { Heading, Tools } from './view.tsx';

const KINDS = [
  { value: '', label: 'Bans and mutes' },
  { value: 'ban', label: 'Bans' },
  { value: 'mute', label: 'Mutes' },
] as const;

export function SanctionsView() {
  const query = useListQuery();
  const kind = query.choice('kind', ['ban', 'mute']);
  const filters = { ...query.filters('text', 'app'), ...kind };
  const result = useCommand('sanctions', { ...query.page, ...filters });
  return (
    <>
      <Heading title="Bans and mutes">
        <DialogButton
          kind="primary"
          label="Ban or mute"
          dialog={<SanctionDialog onDone={result.reload} />}
        />
      </Heading>
      <Tools>
        <Search label="Whom, or the reason" {...query.field('text')} />
        <AppSelect {...query.field('app')} />
        <Choice label="Kind" options={KINDS} {...query.field('kind')} />
      </Tools>
      <List
        label="Bans and mutes"
        {...{ result, query }}
        columns={sanctionColumns(result.reload)}
        keyOf={({ id }) => id}
        empty={{
          icon: BanIcon,
          title: 'Nobody is banned or muted',
          text: 'Ended ones are not shown; the audit log has them.',
        }}
      />
    </>
  );
}
