import type { IconNode } from 'lucide';
import { type FunctionComponent, h } from 'preact';

export interface IconProps {
  /** Pixels; default: 16. */
  readonly size?: number;
}

/** An icon of Lucide's (strokes on a 24 × 24 grid), in the colour of the text. Hidden from screen readers: the text beside it has the meaning. */
export function icon(shapes: IconNode): FunctionComponent<IconProps> {
  return ({ size = 16 }) => (
    <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      {shapes.map(([tag, attributes]) => h(tag, attributes))}
    </svg>
  );
}
