import '../design/base.css';
import './console/hues.css';
import { render } from 'preact';
import { errorMessage } from '../lib/error-message.ts';
import { fetchFacts } from '../lib/server-facts.ts';
import { Failed, Page } from './page.tsx';
import { createPlayground } from './playground.ts';

const root = document.getElementById('app');
if (root !== null) begin(root);

async function begin(element: HTMLElement) {
  try {
    const facts = await fetchFacts(location.origin);
    render(<Page playground={createPlayground(facts, location.origin)} />, element);
  } catch (error) {
    render(<Failed text={errorMessage(error)} />, element);
  }
}
