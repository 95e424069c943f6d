import '../design/base.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { caller, resume } from './model/api.ts';

const root = document.getElementById('app');
if (root !== null) {
  render(<App />, root);
  // What was kept is no good any more, or nobody answers: the form says so when one tries.
  resume().catch(() => {
    caller.value ??= null;
  });
}
