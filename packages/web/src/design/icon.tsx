import type { FunctionComponent } from 'preact';

export interface IconProps {
  /** Pixels; 16 unless told. */
  readonly size?: number;
}

/** An icon drawn by strokes on a 24 × 24 grid, in the colour of the text. Decoration: what it means is said beside it. */
export function icon(...paths: readonly string[]): FunctionComponent<IconProps> {
  return ({ size = 16 }) => (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {paths.map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}
