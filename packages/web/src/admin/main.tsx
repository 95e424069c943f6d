import '../design/base.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { resume } from './model/api.ts';

const root = document.getElementById('app');
if (root !== null) {
  render(<App />, root);
  resume();
}
