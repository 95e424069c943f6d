/**
 * An element from `tag.class`, properties and children. Texts become text nodes, never markup.
 * @param {string} selector
 * @param {Record<string, unknown>} [properties] Names with a dash, `role`, `for` and `list` are set as attributes.
 * @param {...(Node | string)} children
 */
export function h(selector, properties = {}, ...children) {
  const [tag, ...classes] = selector.split('.');
  const element = document.createElement(tag);
  if (classes.length > 0) element.className = classes.join(' ');
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-') || ATTRIBUTES.has(name)) element.setAttribute(name, String(value));
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

const ATTRIBUTES = new Set(['role', 'for']);

/** A labelled text with a button that copies it. */
export function copyable(label, text, name) {
  const button = h(
    'button.button.small',
    { type: 'button', 'aria-label': `Copy the ${name}` },
    'Copy',
  );
  button.addEventListener('click', async () => {
    button.textContent = (await copy(text)) ? 'Copied' : 'Select it';
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 1500);
  });
  const code = h('pre', { tabIndex: 0, role: 'region', 'aria-label': name }, h('code', {}, text));
  return h('div.copyable', {}, h('div.copyable-head', {}, h('span', {}, label), button), code);
}

/** Browsers give the clipboard to secure pages only; the older way works on plain http too. */
async function copy(text) {
  if (navigator.clipboard !== undefined) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Not allowed: the older way may be.
    }
  }
  const area = h('textarea.visually-hidden', { value: text, 'aria-hidden': 'true' });
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  focused?.focus();
  return isCopied;
}

let ids = 0;

/** The label and the input of a name; `change` gets a new one when the person is done with it. */
export function namedField(label, value, change) {
  const id = `field-${++ids}`;
  const input = h('input.field', { id, value, maxLength: 64, autocomplete: 'off' });
  input.addEventListener('change', () => {
    input.value = input.value.trim() || value;
    change(input.value);
  });
  return [h('label', { for: id }, label), input];
}

/** A name that this tab keeps. */
export function keptName(key, fallback) {
  const kept = sessionStorage.getItem(key);
  if (kept !== null) return kept;
  sessionStorage.setItem(key, fallback);
  return fallback;
}

/** Four random digits. */
export function digits() {
  return String(1000 + (crypto.getRandomValues(new Uint16Array(1))[0] % 9000));
}
