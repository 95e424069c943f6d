export interface Column<R> {
  readonly title: string;
  /** `rows`: all that are shown, for what compares. */
  text(row: R, rows: readonly R[]): string;
}

/** Rows under their titles; the first column to the left, the others to the right. */
export function tableOf<R>(columns: readonly Column<R>[], rows: readonly R[]): string {
  const lines = [columns.map(({ title }) => title)];
  for (const row of rows) lines.push(columns.map(({ text }) => text(row, rows)));
  const widths = columns.map((_, i) => Math.max(...lines.map((cells) => cells[i]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  '),
    )
    .join('\n');
}
