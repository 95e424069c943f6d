/** As the protocols of the built-in app give ids out to those without an account: lobby ids, bots, the wall's. */
const VISITOR_ID = /^(lobby:|bot_|user_[0-9a-f]{12}$)/;

/** Whether a bare id, of which nothing else is known, looks like a visitor's in another app's room. */
export function isVisitorId(id: string): boolean {
  return VISITOR_ID.test(id);
}
