import '../design/base.css';
import './console/hues.css';
import { render } from 'preact';
import { Failed, Page } from './page.tsx';
import { createPlayground } from './playground.ts';
import type { ServerFacts } from './server-facts.ts';

const root = document.getElementById('app');
if (root !== null) begin(root);

async function begin(element: HTMLElement) {
  try {
    const response = await fetch('/assets/server.json');
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const facts: ServerFacts = await response.json();
    render(<Page playground={createPlayground(facts, location.origin)} />, element);
  } catch (error) {
    render(<Failed words={error instanceof Error ? error.message : String(error)} />, element);
  }
}
