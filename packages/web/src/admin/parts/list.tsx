import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Field, SelectField } from '../../design/field.tsx';
import { formatCount } from '../../lib/language.ts';
import { type ListQuery, PAGE_SIZE } from '../model/list-query.ts';
import { type Result, useCommand } from '../model/use-command.ts';
import styles from './list.module.css';
import { type Empty, Loaded, Panel } from './panel.tsx';
import { Table, type TableProps } from './table.tsx';

export interface ListProps<Row> extends Omit<TableProps<Row>, 'rows' | 'isStale'> {
  readonly result: Result<{ readonly items: readonly Row[]; readonly total?: number }>;
  readonly title?: string;
  readonly empty: Empty;
  /** Where the address says which page is shown. */
  readonly query?: ListQuery;
  /** Otherwise: the way to the other pages. */
  readonly pager?: (items: readonly Row[], total: number) => ComponentChildren;
}

/** A command's rows in a panel, and the way to its other pages; or why there are none. */
export function List<Row>(props: ListProps<Row>) {
  const { result, title, empty, query, pager, ...table } = props;
  const isSearched = query !== undefined && query.get('text') !== '';
  return (
    <Panel title={title}>
      <Loaded
        result={result}
        isEmpty={({ items, total = items.length }) => total === 0}
        empty={isSearched ? { ...empty, title: 'No matches' } : empty}
      >
        {({ items, total = items.length }) => (
          <>
            <Table {...table} rows={items} isStale={result.isLoading} />
            {query && <Pager {...{ query, total }} shown={items.length} />}
            {pager?.(items, total)}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

interface PagerProps {
  readonly query: ListQuery;
  readonly shown: number;
  readonly total: number;
}

function Pager({ query, shown, total }: PagerProps) {
  const { offset } = query.page;
  // The last rows of the last page have gone.
  const isBeyond = shown === 0 && total > 0;
  useEffect(() => {
    if (isBeyond) query.go(Math.floor((total - 1) / PAGE_SIZE) * PAGE_SIZE);
  }, [isBeyond]);
  if (total <= PAGE_SIZE && offset === 0) return null;
  return (
    <PageNav
      label="Pages of this list"
      text={rangeOf(offset, shown, total)}
      back={['Previous', offset > 0 && (() => query.go(Math.max(0, offset - PAGE_SIZE)))]}
      forward={['Next', offset + shown < total && (() => query.go(offset + PAGE_SIZE))]}
    />
  );
}

/** E.g. `51–100 of 1,234`. */
export function rangeOf(offset: number, shown: number, total: number): string {
  const first = total === 0 ? 0 : offset + 1;
  return `${formatCount(first)}–${formatCount(offset + shown)} of ${formatCount(total)}`;
}

/** A button's label, and what it does; `false`: there is no such page. */
type Step = readonly [label: string, go: false | (() => void)];

/** To the pages before and after. */
export function PageNav({
  label,
  text,
  back,
  forward,
}: {
  readonly label: string;
  /** Which page it is. */
  readonly text?: string;
  readonly back: Step;
  readonly forward: Step;
}) {
  return (
    <nav class={styles.pager} aria-label={label}>
      {text !== undefined && <span>{text}</span>}
      {[back, forward].map(([name, go]) => (
        <Button key={name} size="small" disabled={!go} onClick={go || undefined}>
          {name}
        </Button>
      ))}
    </nav>
  );
}

interface FilterProps {
  readonly value: string;
  readonly onValue: (value: string) => void;
}

const TYPING_MS = 250;

/** A search box whose value follows the typing after a short pause. */
export function Search({ label, value, onValue }: FilterProps & { readonly label: string }) {
  const [text, setText] = useState(value);
  const passedOn = useRef(value);
  // Another address was opened.
  useEffect(() => {
    if (value === passedOn.current) return;
    passedOn.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === passedOn.current) return;
    const timer = setTimeout(() => {
      passedOn.current = text;
      onValue(text);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const field = { label, value: text, onValue: setText };
  return (
    <div class={styles.search}>
      <Field {...field} isLabelHidden type="search" placeholder={label} />
    </div>
  );
}

interface ChoiceProps extends FilterProps {
  readonly label: string;
  /** The first one: any. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** A filter with few values. What is none of them, since the address holds something else, is any. */
export function Choice({ value, options, ...field }: ChoiceProps) {
  const shown = options.some((option) => option.value === value) ? value : '';
  return <SelectField {...field} isLabelHidden options={options} value={shown} />;
}

/** Which app; empty: all. */
export function AppSelect({ value, onValue }: FilterProps) {
  const { data } = useCommand('apps', { limit: 200 });
  const apps = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: `${name} (${id})` }));
  // One that the list is too short for, or that an address names.
  if (value !== '' && !apps.some((app) => app.value === value))
    apps.unshift({ value, label: value });
  const options = [{ value: '', label: 'All apps' }, ...apps];
  return (
    <div class={styles.choice}>
      <SelectField label="App" isLabelHidden {...{ value, onValue, options }} />
    </div>
  );
}
