import type { ComponentChildren } from 'preact';
import { ExchangeView } from './exchange-view.tsx';
import type { Session, StepName } from './session.ts';
import styles from './steps.module.css';

export interface PartProps {
  readonly session: Session;
}

export interface StepProps extends PartProps {
  readonly name: StepName;
  readonly title: string;
  /** The call, shown until it happens. */
  readonly outline: string;
  readonly children: ComponentChildren;
}

/** What one does, and beside it what was said to the server. */
export function Step({ session, name, title, outline, children }: StepProps) {
  return (
    <li class={styles.step}>
      <div class={styles.act}>
        <h4>{title}</h4>
        {children}
      </div>
      <ExchangeView
        exchange={session.exchanges[name].value}
        outline={outline}
        isPending={session.pending.value.has(name)}
      />
    </li>
  );
}
