/**
 * Copies a text to the clipboard, also where the modern API is closed: on plain HTTP, and in frames without the permission. To be
 * called from a user's click or key.
 * @throws {Error} when the browser does not allow it.
 */
export async function copyText(text: string): Promise<void> {
  const isOpen = isSecureContext && navigator.clipboard !== undefined;
  const isDone = isOpen && (await navigator.clipboard.writeText(text).then(yes, no));
  if (!isDone && !copySelected(text)) throw new Error('The browser did not allow copying.');
}

const yes = () => true;
const no = () => false;

/** By a hidden field inside the open dialog, if any, since that makes the rest of the page inert. */
function copySelected(text: string): boolean {
  const field = document.createElement('textarea');
  field.className = 'visually-hidden';
  field.value = text;
  const focused = document.activeElement;
  (focused?.closest('dialog, [popover]') ?? document.body).append(field);
  field.select();
  const isDone = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isDone;
}
