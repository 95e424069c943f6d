import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** What is written at its end. */
  readonly text: string;
  /** One of ours. */
  readonly isOurs: boolean;
}

export interface Chart {
  readonly title: string;
  readonly note: string;
  /** Each with a scale of its own, from 0. */
  readonly groups: readonly { readonly title: string; readonly bars: readonly Bar[] }[];
}

const WIDTH = 760;
const BAR_X = 190;
const BAR_WIDTH_MAX = 450;
const ROW = 24;
const BAR_HEIGHT = 16;
const GROUP_GAP = 22;

/** Readable on a light page and on a dark one. */
const STYLE =
  'text{font:13px system-ui,sans-serif;fill:#24292f}.title{font-weight:600;font-size:16px}' +
  '.group{font-weight:600}.note{font-size:11px;fill:#57606a}.ours{fill:#0969da}.other{fill:#afb8c1}' +
  '@media(prefers-color-scheme:dark){text{fill:#e6edf3}.note{fill:#8d96a0}.ours{fill:#4493f8}.other{fill:#656c76}}';

/** Writes horizontal bars as `<name>.svg`. */
export function writeChart(chart: Chart, directory: string, name: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `${name}.svg`), svgOf(chart));
}

/** The picture as SVG text. */
export function svgOf({ title, note, groups }: Chart): string {
  const parts: string[] = [line(0, 22, 'title', title), line(0, 42, 'note', note)];
  let y = 50;
  for (const group of groups) {
    y += GROUP_GAP;
    parts.push(line(0, y, 'group', group.title));
    const largest = Math.max(...group.bars.map(({ value }) => value));
    for (const bar of group.bars) {
      y += ROW;
      parts.push(...barParts(bar, y, largest));
    }
    y += ROW / 2;
  }
  const height = Math.ceil(y + ROW / 2);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" ` +
    `viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">\n` +
    `<style>${STYLE}</style>\n${parts.join('\n')}\n</svg>\n`
  );
}

function barParts({ label, value, text, isOurs }: Bar, y: number, largest: number): string[] {
  const width = Math.max(1, Math.round((value / largest) * BAR_WIDTH_MAX));
  const color = isOurs ? 'ours' : 'other';
  return [
    line(0, y, '', label),
    `<rect class="${color}" x="${BAR_X}" y="${y - 13}" width="${width}" height="${BAR_HEIGHT}" rx="2"/>`,
    line(BAR_X + width + 8, y, '', text),
  ];
}

function line(x: number, y: number, style: string, text: string): string {
  const attribute = style === '' ? '' : ` class="${style}"`;
  return `<text x="${x}" y="${y}"${attribute}>${escaped(text)}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
