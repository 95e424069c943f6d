import { KoineChat } from './koine-chat.ts';

// A page that has the script twice keeps the first.
if (customElements.get('koine-chat') === undefined) customElements.define('koine-chat', KoineChat);
