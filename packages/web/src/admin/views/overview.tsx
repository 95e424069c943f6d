import { Badge } from '../../design/badge.tsx';
import { formatBytes } from '../../lib/bytes.ts';
import { formatCount } from '../../lib/language.ts';
import type { Output, Sample } from '../model/commands.ts';
import { compact, duration } from '../model/format.ts';
import { useLive } from '../model/live.ts';
import { href } from '../model/route.ts';
import { useCommand } from '../model/use-command.ts';
import { Chart, type ChartProps } from '../parts/chart.tsx';
import { ErrorBox, Facts, Loaded, Panel } from '../parts/panel.tsx';
import { Table } from '../parts/table.tsx';
import { At } from '../parts/when.tsx';
import styles from './view.module.css';
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

/** The server’s load now and in the last five minutes, and what it stores. */
export function OverviewView() {
  const result = useCommand('overview', {}, 5_000);
  const { samples, error } = useLive();
  return (
    <>
      <Heading title="Overview">
        {result.data !== null && (
          <Badge tone={result.data.mode === 'production' ? 'green' : 'amber'}>
            {result.data.mode}
          </Badge>
        )}
      </Heading>
      <ErrorBox text={error === null ? null : `The charts stand still: ${error}`} />
      <Charts samples={samples} />
      <Loaded result={result}>{(overview) => <Numbers overview={overview} />}</Loaded>
    </>
  );
}

/** What each chart shows of a sample. */
const CHARTS: readonly (Omit<ChartProps, 'times' | 'values'> & {
  readonly value: (sample: Sample) => number;
})[] = [
  {
    title: 'Connections',
    isCount: true,
    format: compact,
    value: ({ connections }) => Object.values(connections).reduce((sum, count) => sum + count, 0),
  },
  { title: 'Messages', format: perSecond, value: ({ messages }) => messages },
  { title: 'Deliveries', format: perSecond, value: ({ deliveries }) => deliveries },
  { title: 'Rooms in use', isCount: true, format: compact, value: ({ rooms }) => rooms },
  {
    title: 'Event loop lag',
    format: (ms) => `${compact(ms)} ms`,
    value: ({ lagMs }) => lagMs,
  },
  { title: 'Memory', format: formatBytes, value: ({ memoryBytes }) => memoryBytes },
];

function perSecond(value: number): string {
  return `${compact(value)} /s`;
}

function Charts({ samples }: { readonly samples: readonly Sample[] }) {
  const times = samples.map(({ at }) => at);
  return (
    <div class={styles.charts}>
      {CHARTS.map(({ value, ...chart }) => (
        <Chart key={chart.title} {...chart} times={times} values={samples.map(value)} />
      ))}
    </div>
  );
}

function Numbers({ overview }: { readonly overview: Output<'overview'> }) {
  const { connections, storage, nodes, now, startedAt, protocols } = overview;
  return (
    <>
      <div class={styles.halves}>
        <Panel title="Connections by protocol">
          <Facts facts={counts(protocols.map((name) => [name, connections[name]]))} />
        </Panel>
        <Panel title="Since the start">
          <Facts
            facts={{
              'Running for': duration(now - startedAt),
              'Messages stored': formatCount(overview.messages),
              'Frames delivered': formatCount(overview.deliveries),
              'Slow clients cut off': (
                <a href={href('slow')}>{formatCount(overview.slowClientsCutOff)}</a>
              ),
            }}
          />
        </Panel>
      </div>
      <Panel
        title="Storage"
        aside={`${formatBytes(storage.databaseBytes)} database, ${formatBytes(storage.walBytes)} log`}
      >
        <Facts
          facts={counts(Object.entries(ROWS).map(([name, label]) => [label, storage.rows[name]]))}
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

function counts(entries: readonly (readonly [name: string, count: number | undefined])[]) {
  return Object.fromEntries(entries.map(([name, count = 0]) => [name, formatCount(count)]));
}
