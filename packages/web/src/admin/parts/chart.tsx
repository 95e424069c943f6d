import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { theme } from '../../design/theme.ts';
import { clockTime } from '../../lib/time.ts';
import styles from './chart.module.css';

export interface ChartProps {
  readonly title: string;
  /** ms since epoch, rising. */
  readonly times: readonly number[];
  readonly values: readonly number[];
  /** A value with its unit. */
  readonly format: (value: number) => string;
  /** Whole numbers only. */
  readonly isCount?: boolean;
}

const HEIGHT = 132;
const WINDOW_S = 300;
const GAP_MS = 5000;
const POWERS = Array.from({ length: 13 }, (_, power) => 10 ** power);
const WHOLE_STEPS = POWERS.flatMap((power) => [power, 2 * power, 5 * power]);
const STEPS = [0.1, 0.2, 0.5, ...WHOLE_STEPS];
const DARK = matchMedia('(prefers-color-scheme: dark)');

/** One line over the last five minutes, its unit on the axis; the present value in label. */
export function Chart(props: ChartProps) {
  const { title, times, values, format, isCount = false } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const isDark = useDark();
  const now = values.at(-1);
  const top = Math.max(0, ...values);

  // Colours are read from the page when they change.
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const { line, fill, grid, text } = coloursOf(element);
    const font = `11px ${getComputedStyle(element).fontFamily}`;
    const axis = { stroke: text, font, grid: { stroke: grid, width: 1 }, ticks: { show: false } };
    const chart = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        cursor: { show: false },
        legend: { show: false },
        padding: [8, 24, 0, 0],
        scales: {
          x: { range: (_chart, _min, max) => [max - WINDOW_S, max] },
          y: { range: (_chart, _min, max) => [0, max > 0 ? max * 1.15 : 1] },
        },
        axes: [
          {
            ...axis,
            size: 24,
            space: 48,
            incrs: [60],
            grid: { show: false },
            values: (_chart, splits) => splits.map((at) => clockTime(at * 1000)),
          },
          {
            ...axis,
            size: 56,
            space: 32,
            incrs: isCount ? WHOLE_STEPS : STEPS,
            values: (_chart, splits) => splits.map((value) => format(value)),
          },
        ],
        series: [{}, { stroke: line, fill, width: 1.5, points: { show: false } }],
      },
      [[], []],
      element,
    );
    plot.current = chart;
    const observer = new ResizeObserver(() =>
      chart.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [isDark, theme.value]);

  useEffect(() => {
    plot.current?.setData(withGaps(times, values));
  });

  const label =
    now === undefined
      ? `${title}: no values yet`
      : `${title}: now ${format(now)}, at most ${format(top)} in the last five minutes`;
  return (
    <figure class={styles.chart}>
      <figcaption>
        <span>{title}</span>
        <strong>{now === undefined ? '–' : format(now)}</strong>
      </figcaption>
      <div ref={host} role="img" aria-label={label} class={styles.plot} />
    </figure>
  );
}

/** As uPlot takes them, times in seconds. The line is broken where samples are missing, since no server ran. */
function withGaps(
  times: readonly number[],
  values: readonly number[],
): [number[], (number | null)[]] {
  const xs: number[] = [];
  const ys: (number | null)[] = [];
  times.forEach((at, i) => {
    const before = times[i - 1];
    if (before !== undefined && at - before > GAP_MS) {
      xs.push((before + 1) / 1000);
      ys.push(null);
    }
    xs.push(at / 1000);
    ys.push(values[i] ?? null);
  });
  return [xs, ys];
}

/** A canvas takes no custom properties: their computed values are read from the page. */
function coloursOf(element: HTMLElement) {
  const read = (name: string) => {
    const probe = document.createElement('span');
    probe.style.color = `var(${name})`;
    element.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
  return {
    line: read('--accent-text'),
    fill: read('--accent-quiet'),
    grid: read('--line'),
    text: read('--text-quiet'),
  };
}

function useDark(): boolean {
  const [isDark, setDark] = useState(DARK.matches);
  useEffect(() => {
    const change = () => setDark(DARK.matches);
    DARK.addEventListener('change', change);
    return () => DARK.removeEventListener('change', change);
  }, []);
  return isDark;
}
