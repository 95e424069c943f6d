import { copyable, h } from './dom.js';
import { shownProtocols } from './protocols.js';

const COUNTS = ['no', 'one', 'two', 'three', 'four', 'five'];
const at = (id) => document.getElementById(id);

try {
  const response = await fetch('/assets/server.json');
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  show(await response.json());
} catch (error) {
  at('fault').textContent = `This page could not load: ${error.message}. Reload it to try again.`;
  at('fault').hidden = false;
}

function show(facts) {
  const protocols = shownProtocols(facts, location.origin);
  at('count').textContent = COUNTS[protocols.length] ?? String(protocols.length);
  if (protocols.length === 1) at('title').lastChild.textContent = ' chat protocol';
  at('facts').append(
    fact(
      'Mode',
      facts.sandbox === null ? 'production' : 'sandbox: demo credentials, this machine only',
    ),
    fact('Serving', ...facts.urls.map((url) => h('a', { href: url }, url))),
    fact('Protocols', protocols.map(({ name }) => name).join(', ')),
    fact('Version', facts.version),
  );
  at('contents').append(...protocols.map(({ name }) => h('a', { href: `#${name}` }, name)));
  at('protocols').append(...protocols.map(section));
}

function fact(name, ...values) {
  return h('div', {}, h('dt', {}, name), h('dd', {}, ...values));
}

function section({ name, transport, about, endpoint, example, panes, why }) {
  const heading = h('h2', { id: `${name}-title` }, name, h('small', {}, transport));
  const live = panes === null ? h('p.notice', {}, why) : h('div.panes', {}, ...panes());
  return h(
    'section.protocol',
    { id: name, 'aria-labelledby': `${name}-title` },
    h(
      'div.about',
      {},
      heading,
      h('p', {}, about),
      copyable('Endpoint', endpoint, `${name} endpoint`),
    ),
    h('div.live', {}, live),
    h('div.example', {}, copyable('Example', example, `${name} example`)),
  );
}
