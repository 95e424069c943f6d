import type { ComponentChildren } from 'preact';
import type { ListQuery } from '../model/list-query.ts';
import type { Answer } from '../model/use-command.ts';
import { Pager } from './list-tools.tsx';
import { type Empty, Loaded, Panel } from './panel.tsx';

export interface ListPanelProps<Item> {
  readonly answer: Answer<{ readonly items: readonly Item[]; readonly total: number }>;
  readonly query: ListQuery;
  readonly empty: Empty;
  readonly children: (items: readonly Item[]) => ComponentChildren;
}

/** A page of a list, and the way to the others. */
export function ListPanel<Item>({ answer, query, empty, children }: ListPanelProps<Item>) {
  return (
    <Panel>
      <Loaded answer={answer} isEmpty={({ total }) => total === 0} empty={empty}>
        {({ items, total }) => (
          <>
            {children(items)}
            <Pager offset={query.offset} shown={items.length} total={total} onGo={query.go} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}
