/** What somebody pastes into their own site. */
export function iframeCode(origin: string, room: string): string {
  return `<iframe
  src="${origin}/embed.html?room=${encodeURIComponent(room)}"
  title="Chat"
  width="380"
  height="560"
></iframe>`;
}

/** The one-line script beside its element. */
export function elementCode(origin: string, room: string): string {
  return `<script src="${origin}/koine.js" async></script>
<koine-chat room="${room}"></koine-chat>`;
}

/** Signing in from the site's own page. */
export function signInCode(origin: string): string {
  return `// The same origin: every chat reads it, and follows its changes.
window.localStorage.setItem('chat_token', token);

// Another origin: tell the frame.
document.querySelector('iframe').contentWindow
  .postMessage({ login: token }, '${origin}');`;
}
