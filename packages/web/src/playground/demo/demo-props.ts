import type { ServerFacts } from '../../lib/server-facts.ts';

export interface DemoProps {
  readonly facts: ServerFacts;
  /** e.g. `http://127.0.0.1:8080` */
  readonly origin: string;
}
