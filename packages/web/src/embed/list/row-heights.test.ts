import { describe, expect, it } from 'vitest';
import { RowHeights } from './row-heights.ts';

describe('the heights of rows', () => {
  it('are estimates until they are measured', () => {
    const rows = new RowHeights(40);
    rows.setRange(0, 10);
    expect(rows.totalPx).toBe(400);
    expect(rows.set(3, 100)).toBe(true);
    expect(rows.set(3, 100)).toBe(false);
    expect(rows.totalPx).toBe(460);
    expect([rows.topOf(3), rows.topOf(4)]).toEqual([120, 220]);
    expect([119, 120, 219, 220].map((offset) => rows.positionAt(offset))).toEqual([2, 3, 3, 4]);
  });

  it('stay known when older rows come before the first', () => {
    const rows = new RowHeights(40);
    rows.setRange(0, 20);
    rows.set(0, 10);
    rows.setRange(-300, 20);
    expect(rows.topOf(0)).toBe(12_000);
    expect(rows.topOf(1)).toBe(12_010);
    expect(rows.positionAt(12_009)).toBe(0);
    expect(rows.positionAt(0)).toBe(-300);
  });

  it('forget rows that were dropped, and only those', () => {
    const rows = new RowHeights(40);
    for (let start = 0; start < 100_000; start += 1_000) {
      rows.setRange(start, start + 2_000);
      for (let row = start; row < start + 2_000; row++) rows.set(row, 50);
    }
    expect(rows.measured).toBe(2_000);
    expect(rows.totalPx).toBe(2_000 * 50);
  });

  it('agree with a plain sum, at both ends and over many blocks', () => {
    const rows = new RowHeights(40);
    const plain = new Map<number, number>();
    rows.setRange(-1_000, 2_000);
    for (let i = 0; i < 700; i++) {
      const position = ((i * 7_919) % 3_000) - 1_000;
      const height = 20 + ((i * 31) % 90);
      rows.set(position, height);
      plain.set(position, height);
    }
    let top = 0;
    for (let position = -1_000; position < 2_000; position++) {
      if (position % 97 === 0) expect(rows.topOf(position)).toBe(top);
      const height = plain.get(position) ?? 40;
      if (position % 89 === 0) expect(rows.positionAt(top + height - 1)).toBe(position);
      top += height;
    }
    expect(rows.totalPx).toBe(top);
  });

  it('are estimated from those that were measured', () => {
    const rows = new RowHeights(40);
    rows.setRange(0, 1_000);
    for (let row = 0; row < 10; row++) rows.set(row, 26);
    rows.calibrate();
    expect(rows.totalPx).toBe(10 * 26 + 990 * 40);
    for (let row = 0; row < 30; row++) rows.set(row, 26);
    rows.calibrate();
    expect(rows.totalPx).toBe(26_000);
  });

  it('answer with the nearest row beyond the ends', () => {
    const rows = new RowHeights(40);
    rows.setRange(5, 8);
    expect(rows.positionAt(-10)).toBe(5);
    expect(rows.positionAt(10_000)).toBe(7);
  });
});
