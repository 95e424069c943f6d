import { type ComponentChildren, createContext, type FunctionComponent } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import { classNames } from './class-names.ts';
import type { IconProps } from './icon.tsx';
import { nextIndex } from './list-keys.ts';
import styles from './menu.module.css';
import { type Opened, Popover } from './popover.tsx';

const CloseContext = createContext(() => {});

export interface MenuProps extends Opened {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A list of actions, by mouse or by arrow keys; a choice closes it. It is open as long as it is rendered. */
export function Menu({ anchor, label, children, onClose }: MenuProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => itemsOf(ref.current)[0]?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab') onClose();
    const items = itemsOf(ref.current);
    const at = items.findIndex((item) => item.isSameNode(document.activeElement));
    const arrow = { ArrowDown: 'next', ArrowUp: 'previous' }[event.key];
    const next = nextIndex(arrow ?? event.key, at, items.length);
    if (next === null) return;
    event.preventDefault();
    items[next]?.focus();
  };
  /** After a choice by key the focus returns to the anchor, and from a dialog opened by it, too; a pointer moves no focus. */
  const onChoose = (event: MouseEvent) => {
    if (event.detail === 0) anchor.current?.focus();
  };
  return (
    <Popover anchor={anchor} label={label} role="menu" onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its items have the role; this handles their keys. */}
      <div
        ref={ref}
        class={styles.menu}
        role="presentation"
        onKeyDown={onKeyDown}
        onClickCapture={onChoose}
      >
        <CloseContext.Provider value={onClose}>{children}</CloseContext.Provider>
      </div>
    </Popover>
  );
}

export interface MenuItemProps {
  readonly icon?: FunctionComponent<IconProps>;
  readonly isDanger?: boolean;
  readonly onSelect: () => void;
  readonly children: ComponentChildren;
}

/** One thing to do. */
export function MenuItem({ icon: Icon, isDanger, onSelect, children }: MenuItemProps) {
  const close = useContext(CloseContext);
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      class={classNames(styles.item, isDanger && styles.danger)}
      onClick={() => {
        close();
        onSelect();
      }}
    >
      {Icon !== undefined && <Icon />}
      <span>{children}</span>
    </button>
  );
}

export function MenuSeparator() {
  return <hr class={styles.separator} />;
}

function itemsOf(menu: HTMLElement | null): readonly HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
}
