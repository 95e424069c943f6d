import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { IconButton, type IconButtonProps } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './popover.module.css';

/** What a surface needs to know of the button that opened it. */
export interface Opened {
  /** It stands below or above this element, where there is room, their ends in line. */
  readonly anchor: RefObject<HTMLElement | null>;
  /** By Escape, by a choice or by a click elsewhere. Render it no more then. */
  readonly onClose: () => void;
}

export interface PopoverProps extends Opened {
  readonly label: string;
  readonly role?: 'dialog' | 'menu';
  readonly class?: string | undefined;
  readonly children: ComponentChildren;
}

/** A small surface over the page, closed by a click elsewhere. It is open as long as it is rendered. */
export function Popover(props: PopoverProps) {
  const { anchor, label, role = 'dialog', children, onClose } = props;
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const surface = ref.current;
    if (surface === null) return;
    surface.showPopover();
    const placeIt = () => {
      if (anchor.current !== null) place(surface, anchor.current);
    };
    placeIt();
    // An on-screen keyboard or a turned phone moves it and does not close it. This observer is called after those of lists, which
    // have placed their rows by then.
    const observer = new ResizeObserver(placeIt);
    observer.observe(document.documentElement);
    observer.observe(surface);
    const view = window.visualViewport;
    for (const name of ['resize', 'scroll']) view?.addEventListener(name, placeIt);
    return () => {
      observer.disconnect();
      for (const name of ['resize', 'scroll']) view?.removeEventListener(name, placeIt);
    };
  }, [anchor]);
  useEffect(() => {
    const onPress = (event: Event) => {
      const target = event.target instanceof Node ? event.target : null;
      if (!ref.current?.contains(target) && !anchor.current?.contains(target)) onClose();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      anchor.current?.focus();
      onClose();
    };
    document.addEventListener('pointerdown', onPress, true);
    // The anchor would scroll away from it.
    document.addEventListener('wheel', onPress, { capture: true, passive: true });
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('pointerdown', onPress, true);
      document.removeEventListener('wheel', onPress, true);
      document.removeEventListener('keydown', onKey, true);
    };
  }, [anchor, onClose]);
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles that it may have take a label.
    <div
      ref={ref}
      popover="manual"
      role={role}
      aria-label={label}
      class={classNames(styles.popover, props.class)}
    >
      {children}
    </div>
  );
}

export interface PopoverButtonProps extends IconButtonProps {
  readonly opens: 'dialog' | 'menu';
  /** What it opens: a `Popover` or a `Menu`. */
  readonly surface: (opened: Opened) => ComponentChildren;
}

/** A button that opens a surface over the page, and closes it. */
export function PopoverButton({ opens, surface, ...button }: PopoverButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  return (
    <>
      <IconButton
        {...button}
        ref={anchor}
        aria-haspopup={opens}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      />
      {isOpen && surface({ anchor, onClose: () => setOpen(false) })}
    </>
  );
}

const GAP_PX = 4;
const MARGIN_PX = 8;

/** Beside its anchor, inside the visible part of the page: an on-screen keyboard covers the rest. */
function place(surface: HTMLElement, anchor: HTMLElement): void {
  const { clientWidth, clientHeight } = document.documentElement;
  const view = window.visualViewport;
  const startX = view?.offsetLeft ?? 0;
  const startY = view?.offsetTop ?? 0;
  const endX = startX + Math.min(view?.width ?? clientWidth, clientWidth);
  const endY = startY + Math.min(view?.height ?? clientHeight, clientHeight);
  surface.style.maxHeight = `${endY - startY - 2 * MARGIN_PX}px`;
  const from = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = surface;
  const isRightToLeft = getComputedStyle(anchor).direction === 'rtl';
  const left = isRightToLeft ? from.left : from.right - width;
  const below = from.bottom + GAP_PX;
  const above = from.top - GAP_PX - height;
  const fitsBelow = below + height <= endY - MARGIN_PX;
  const top = fitsBelow || above < startY + MARGIN_PX ? below : above;
  surface.style.left = `${within(left, startX, endX - width)}px`;
  surface.style.top = `${within(top, startY, endY - height)}px`;
}

function within(value: number, min: number, max: number): number {
  return Math.max(min + MARGIN_PX, Math.min(value, max - MARGIN_PX));
}
