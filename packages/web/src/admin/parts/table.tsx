import type { ComponentChildren } from 'preact';
import styles from './table.module.css';

export interface Column<Row> {
  readonly label: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers stand right. */
  readonly isNumber?: boolean;
  /** Buttons: their heading is for screen readers only. */
  readonly isActions?: boolean;
}

/** Browsers drop these roles where the style makes blocks of a table's parts. */
const AS = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  cell: { role: 'cell' },
} as const;

export interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Newer ones are on their way. */
  readonly isStale?: boolean;
}

/** Rows under headings; on a narrow page each row is a card with the headings inside. */
export function Table<Row>({ label, columns, rows, keyOf, isStale = false }: TableProps<Row>) {
  return (
    <table class={styles.table} {...AS.table} aria-label={label} aria-busy={isStale}>
      <thead {...AS.rowgroup}>
        <tr {...AS.row}>
          {columns.map((column) => (
            <th key={column.label} scope="col" {...AS.columnheader} data-number={column.isNumber}>
              <span class={column.isActions === true ? 'visually-hidden' : undefined}>
                {column.label}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...AS.rowgroup}>
        {rows.map((row) => (
          <tr key={keyOf(row)} {...AS.row}>
            {columns.map((column) => (
              <td
                key={column.label}
                {...AS.cell}
                data-label={column.isActions === true ? undefined : column.label}
                data-number={column.isNumber}
                data-actions={column.isActions}
              >
                <div>{column.cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
