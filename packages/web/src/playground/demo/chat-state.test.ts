import { describe, expect, it } from 'vitest';
import { createChatState, type DemoMessage, SHOWN_MAX } from './chat-state.ts';

const message = (id: string): DemoMessage => ({
  id,
  senderId: 'ada',
  sender: 'Ada',
  text: id,
  at: 0,
  isOwn: false,
});
const stateOf = () => createChatState((run) => run());

describe('what a demo shows', () => {
  it('is in order, each message once, changed in its place', () => {
    const state = stateOf();
    for (const id of ['a', 'b', 'c']) state.put(message(id));
    state.put({ ...message('b'), text: 'again' });
    state.change('c', { isDeleted: true });
    state.change('unknown', { isDeleted: true });
    state.addNote('Ada left');
    state.prepend([message('older'), message('a')]);
    expect(
      state.items().map((item) => (item.kind === 'message' ? item.message.text : item.text)),
    ).toEqual(['older', 'a', 'again', 'c', 'Ada left']);
    expect(state.get('c')?.isDeleted).toBe(true);
  });

  it('stays bounded in a background tab', () => {
    const state = stateOf();
    for (let n = 0; n < 50_000; n++) state.put(message(String(n)));
    expect(state.items().length).toBeLessThanOrEqual(4 * SHOWN_MAX);
    state.trim();
    expect(state.items().length).toBe(SHOWN_MAX);
    expect(state.items().at(-1)?.key).toBe('49999');
    expect(state.get('1')).toBeUndefined();
  });

  it('changes its version once per drawing', () => {
    const due: (() => void)[] = [];
    const state = createChatState((run) => due.push(run));
    for (let n = 0; n < 100; n++) state.put(message(String(n)));
    expect(due).toHaveLength(1);
    for (const run of due.splice(0)) run();
    expect(state.version.value).toBe(1);
  });
});
