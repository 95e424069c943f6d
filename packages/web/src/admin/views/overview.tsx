import { Badge } from '../../design/badge.tsx';
import { formatBytes } from '../../lib/bytes.ts';
import { formatCount } from '../../lib/language.ts';
import type { Output, Sample } from '../model/commands.ts';
import { compact, duration } from '../model/format.ts';
import { useLive } from '../model/live.ts';
import { href } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { Chart } from '../parts/chart.tsx';
import { ErrorBox, Facts, Loaded, Panel } from '../parts/panel.tsx';
import { Table } from '../parts/table.tsx';
import { At } from '../parts/when.tsx';
import styles from './overview.module.css';
import { Heading } from './view.tsx';

const ROWS: Readonly<Record<string, string>> = {
  messages: 'Messages',
  rooms: 'Rooms',
  users: 'Users',
  members: 'Memberships',
  apps: 'Apps',
  tokens: 'Sign-ins',
  sanctions: 'Bans and mutes',
  notifications: 'Notifications',
  audit: 'Audit entries',
};

/** What the server does now, has done for five minutes, and holds. */
export function OverviewView() {
  const answer = useCommand('overview', {}, 5_000);
  const { samples, error } = useLive();
  return (
    <>
      <Heading title="Overview">
        {answer.data !== null && (
          <Badge tone={answer.data.mode === 'production' ? 'green' : 'amber'}>
            {answer.data.mode}
          </Badge>
        )}
      </Heading>
      <ErrorBox text={error === null ? null : `The charts stand still: ${error}`} />
      <Charts samples={samples} />
      <Loaded answer={answer}>{(overview) => <Numbers overview={overview} />}</Loaded>
    </>
  );
}

function Charts({ samples }: { readonly samples: readonly Sample[] }) {
  const times = samples.map(({ at }) => at);
  const of = (value: (sample: Sample) => number) => ({ times, values: samples.map(value) });
  return (
    <div class={styles.charts}>
      <Chart
        title="Connections"
        isCount
        unit=""
        format={compact}
        formatWhole={compact}
        {...of(total)}
      />
      <Chart title="Messages" unit="/s" format={compact} {...of(({ messages }) => messages)} />
      <Chart
        title="Deliveries"
        unit="/s"
        format={compact}
        {...of(({ deliveries }) => deliveries)}
      />
      <Chart
        title="Rooms in use"
        isCount
        unit=""
        format={compact}
        formatWhole={compact}
        {...of(({ rooms }) => rooms)}
      />
      <Chart title="Event loop lag" unit="ms" format={compact} {...of(({ lagMs }) => lagMs)} />
      <Chart
        title="Memory"
        unit=""
        format={formatBytes}
        formatWhole={formatBytes}
        {...of(({ memoryBytes }) => memoryBytes)}
      />
    </div>
  );
}

function total({ connections }: Sample): number {
  return Object.values(connections).reduce((sum, many) => sum + many, 0);
}

function Numbers({ overview }: { readonly overview: Output<'overview'> }) {
  const { connections, storage, nodes, now, startedAt, protocols } = overview;
  return (
    <>
      <div class={styles.pair}>
        <Panel title="Connections by protocol">
          <Facts
            facts={protocols.map((name) => [name, formatCount(connections[name] ?? 0)] as const)}
          />
        </Panel>
        <Panel title="Since the start">
          <Facts
            facts={[
              ['Running for', duration(now - startedAt)],
              ['Messages stored', formatCount(overview.messages)],
              ['Frames delivered', formatCount(overview.deliveries)],
              [
                'Slow clients cut off',
                <a key="slow" href={href('slow')}>
                  {formatCount(overview.slowClientsCutOff)}
                </a>,
              ],
            ]}
          />
        </Panel>
      </div>
      <Panel
        title="Storage"
        aside={`${formatBytes(storage.databaseBytes)} database, ${formatBytes(storage.walBytes)} log`}
      >
        <Facts
          facts={Object.entries(ROWS).map(
            ([name, label]) => [label, formatCount(storage.rows[name] ?? 0)] as const,
          )}
        />
      </Panel>
      <Panel title="Nodes" aside={formatCount(nodes.length)}>
        <Table
          label="Nodes"
          keyOf={({ id }) => id}
          rows={nodes}
          columns={[
            { label: 'Node', cell: ({ host, pid }) => `${host}, process ${pid}` },
            { label: 'Version', cell: ({ version }) => version },
            { label: 'Since', cell: (node) => <At at={node.startedAt} /> },
            { label: 'Listens at', cell: ({ urls }) => urls.join(' ') },
            { label: 'Connections', isNumber: true, cell: (node) => formatCount(node.connections) },
            {
              label: 'Memory',
              isNumber: true,
              cell: ({ memoryBytes }) => formatBytes(memoryBytes),
            },
          ]}
        />
      </Panel>
    </>
  );
}
