import '../design/base.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { offerApiKey } from './credentials.ts';
import { Docs } from './docs.tsx';
import { loadGuides } from './guide/guides.ts';
import { loadDocuments, loading } from './model/documents.ts';

effect(() => {
  const { value: state } = loading;
  const sandbox = state.state === 'loaded' ? state.documents.facts.sandbox : null;
  if (sandbox !== null) offerApiKey(sandbox.apiKey);
});

const root = document.getElementById('app');
if (root !== null) render(<Docs />, root);
// Both come after the first paint: the page is there before what it shows.
void loadDocuments();
void loadGuides();
