import { EmptyState } from '../../design/empty-state.tsx';
import { MonitorIcon } from '../../design/icons.ts';
import { isAtRest } from './connection.ts';
import { ConnectionForm } from './connection-form.tsx';
import styles from './console.module.css';
import type { ConsoleState } from './console-state.ts';
import { FrameComposer } from './frame-composer.tsx';
import { FrameDetail } from './frame-detail.tsx';
import { FrameList } from './frame-list.tsx';
import { FrameToolbar } from './frame-toolbar.tsx';

export interface ConsoleProps {
  readonly console: ConsoleState;
  /** A hidden console draws nothing; its connection and its frames stay. */
  readonly isShown: boolean;
}

/** Connects to a protocol and shows every frame both ways. */
export function Console({ console, isShown }: ConsoleProps) {
  if (!isShown) return null;
  return (
    <section class={styles.console} aria-label={`Console: ${console.guide.name}`}>
      <ConnectionForm console={console} />
      <Frames console={console} />
      <FrameComposer console={console} />
    </section>
  );
}

function Frames({ console }: { readonly console: ConsoleState }) {
  // Subscribes to the log.
  console.log.version.value;
  const kept = console.pausedAt.value ?? console.log.frames();
  const hidden = console.hidden.value;
  const frames = hidden.size === 0 ? kept : kept.filter(({ type }) => !hidden.has(type));
  const { name, isSocketIo } = console.guide;
  const selected = frames.find(({ no }) => no === console.selected.value);
  const select = (no: number | null) => {
    console.selected.value = no;
  };
  return (
    <div class={styles.frames}>
      <FrameToolbar console={console} kept={kept} shown={frames} />
      <div class={styles.panes} data-detail={selected !== undefined}>
        <div class={styles.list}>
          {frames.length === 0 ? (
            <Nothing console={console} isFiltered={kept.length > 0} />
          ) : (
            <FrameList
              label={`Frames of ${name}`}
              frames={frames}
              selected={selected?.no ?? null}
              onSelect={select}
            />
          )}
        </div>
        {selected !== undefined && (
          <FrameDetail frame={selected} isSocketIo={isSocketIo} onClose={() => select(null)} />
        )}
      </div>
    </div>
  );
}

interface NothingProps {
  readonly console: ConsoleState;
  readonly isFiltered: boolean;
}

function Nothing({ console, isFiltered }: NothingProps) {
  const first = isAtRest(console.connection.state.value)
    ? 'Connect, and every frame both ways is shown here.'
    : 'Send one of the ready-made frames below.';
  return (
    <EmptyState
      icon={MonitorIcon}
      title={isFiltered ? 'Every type is filtered out' : 'No frames yet'}
    >
      {isFiltered ? 'Choose a type above to see its frames.' : first}
    </EmptyState>
  );
}
