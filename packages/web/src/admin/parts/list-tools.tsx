import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Field, SelectField } from '../../design/field.tsx';
import { formatCount } from '../../lib/language.ts';
import { useCommand } from '../model/use-command.ts';
import styles from './list-tools.module.css';

export const PAGE_SIZE = 50;
const TYPING_MS = 250;

/** A search box whose value follows the typing after a short pause. */
export function Search({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  // Another address was opened.
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      onChange(text);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class={styles.search}>
      <Field
        label={label}
        isLabelHidden
        type="search"
        placeholder={label}
        value={text}
        onValue={setText}
      />
    </div>
  );
}

/** Which app; empty: all. */
export function AppSelect({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (app: string) => void;
}) {
  const { data } = useCommand('apps', { limit: 200 });
  const apps = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: `${name} (${id})` }));
  // One that the list is too short for, or that an address names.
  if (value !== '' && !apps.some((app) => app.value === value))
    apps.unshift({ value, label: value });
  return (
    <div class={styles.choice}>
      <SelectField
        label="App"
        isLabelHidden
        value={value}
        options={[{ value: '', label: 'All apps' }, ...apps]}
        onValue={onChange}
      />
    </div>
  );
}

/** Earlier and later pages, where there are any. */
export function Pager({
  offset,
  shown,
  total,
  onGo,
}: {
  readonly offset: number;
  readonly shown: number;
  readonly total: number;
  readonly onGo: (offset: number) => void;
}) {
  // The last rows of the last page have gone.
  const isBeyond = shown === 0 && total > 0;
  useEffect(() => {
    if (isBeyond) onGo(Math.floor((total - 1) / PAGE_SIZE) * PAGE_SIZE);
  }, [isBeyond]);
  if (total <= PAGE_SIZE && offset === 0) return null;
  return (
    <nav class={styles.pager} aria-label="Pages of this list">
      <span>
        {formatCount(total === 0 ? 0 : offset + 1)}–{formatCount(offset + shown)} of{' '}
        {formatCount(total)}
      </span>
      <Button
        size="small"
        disabled={offset === 0}
        onClick={() => onGo(Math.max(0, offset - PAGE_SIZE))}
      >
        Previous
      </Button>
      <Button
        size="small"
        disabled={offset + shown >= total}
        onClick={() => onGo(offset + PAGE_SIZE)}
      >
        Next
      </Button>
    </nav>
  );
}
