import '../design/base.css';
import { render } from 'preact';

const root = document.getElementById('app');
if (root !== null) render(<p>Koine</p>, root);
