import type { IconNode } from 'lucide';
import { type FunctionComponent, h } from 'preact';

export interface IconProps {
  /** Pixels; 16 unless told. */
  readonly size?: number;
}

/** An icon of Lucide's (strokes on a 24 × 24 grid), in the colour of the text. Decoration: what it means is said beside it. */
export function icon(shapes: IconNode): FunctionComponent<IconProps> {
  return ({ size = 16 }) => (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      {shapes.map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}
