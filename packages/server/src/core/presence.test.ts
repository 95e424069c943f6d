import { type CoreEvent, type Sender, type User, userKey, userKeyOf } from '@koine/contract';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import type { Bus } from './ports/world.ts';
import { Presence } from './presence.ts';
import { Typing } from './typing.ts';

const ada: Sender = { id: 'ada', appId: 'default', name: 'Ada', avatarUrl: null, kind: 'external' };

const at = (user: Sender, ip = '10.0.0.1') => ({ user, ip });

function recordingBus(): Bus & { readonly events: CoreEvent[] } {
  const events: CoreEvent[] = [];
  const receivers = new Set<(event: CoreEvent) => void>();
  return {
    events,
    publish(event) {
      events.push(event);
      for (const receive of receivers) receive(event);
    },
    subscribe(receive) {
      receivers.add(receive);
      return () => receivers.delete(receive);
    },
    async [Symbol.asyncDispose]() {},
  };
}

describe('Presence', () => {
  it('announces only the first connection and the last', () => {
    const bus = recordingBus();
    const presence = new Presence(bus, new ManualClock());
    presence.enter('r', ada, 'member');
    presence.enter('r', ada, 'member');
    presence.leave('r', userKey('default', 'ada'));
    expect(presence.count('r')).toBe(1);
    presence.leave('r', userKey('default', 'ada'));
    expect(bus.events.map(({ type }) => type)).toEqual(['userJoined', 'userLeft']);
    expect(presence.online('r')).toEqual([]);
  });

  it('counts distinct users, room by room', () => {
    const presence = new Presence(recordingBus(), new ManualClock());
    presence.enter('r', ada, null);
    presence.enter('r', { ...ada, id: 'bob' }, null);
    presence.enter('q', ada, null);
    expect([presence.count('r'), presence.count('q'), presence.count('x')]).toEqual([2, 1, 0]);
  });
});

describe('Presence, when an account changes its name,', () => {
  const account: User = {
    id: 'ada',
    appId: 'default',
    kind: 'registered',
    username: 'ada',
    displayName: 'Countess',
    avatarUrl: null,
    roles: [],
    meta: {},
    createdAt: 0,
    updatedAt: 1,
  };

  it('shows the new one, also when the user leaves', () => {
    const bus = recordingBus();
    const presence = new Presence(bus, new ManualClock());
    presence.enter('r', { ...ada, kind: 'registered' }, null);
    bus.publish({ type: 'userUpdated', user: account });
    expect(presence.online('r')).toMatchObject([{ id: 'ada', name: 'Countess' }]);
    presence.leave('r', userKey('default', 'ada'));
    expect(bus.events.at(-1)).toMatchObject({ type: 'userLeft', user: { name: 'Countess' } });
  });

  it('leaves alone anyone else who has that id in an app of their own', () => {
    const bus = recordingBus();
    const presence = new Presence(bus, new ManualClock());
    presence.enter('r', ada, null);
    bus.publish({ type: 'userUpdated', user: { ...account, kind: 'external' } });
    bus.publish({ type: 'userUpdated', user: account });
    expect(presence.online('r')).toEqual([ada]);
  });
});

describe('Typing', () => {
  it('announces the edges, renews in between, and ends by itself', () => {
    const bus = recordingBus();
    const clock = new ManualClock();
    const typing = new Typing(bus, clock, 6000);
    typing.start('r', at(ada));
    clock.advance(5000);
    typing.start('r', at(ada));
    clock.advance(5000);
    expect(bus.events).toHaveLength(1);
    clock.advance(1000);
    expect(bus.events).toMatchObject([
      { type: 'typingChanged', isTyping: true },
      { type: 'typingChanged', isTyping: false, user: ada },
    ]);
    typing.stop('r', userKey('default', 'ada'));
    expect(bus.events).toHaveLength(2);
  });

  it('passes edges of one user in one room at most once a second, and the last state always', () => {
    const bus = recordingBus();
    const clock = new ManualClock();
    const typing = new Typing(bus, clock, 6000);
    const ada2 = { ...ada, appId: 'other' };
    const edges = () =>
      bus.events.map((event) => (event.type === 'typingChanged' ? event.isTyping : null));
    for (let keystroke = 0; keystroke < 100; keystroke++) {
      typing.start('r', at(ada));
      typing.stop('r', userKeyOf(ada));
    }
    expect(edges()).toEqual([true]);
    clock.advance(999);
    expect(edges()).toEqual([true]);
    clock.advance(1);
    expect(edges()).toEqual([true, false]);
    typing.start('r', at(ada));
    expect(typing.inRoom('r')).toEqual([]);
    // Another user, though of the same id, and another room are not held up.
    typing.start('r', at(ada2));
    typing.start('s', at(ada));
    expect(edges()).toEqual([true, false, true, true]);
    expect(typing.inRoom('r')).toEqual([ada2]);
    clock.advance(1000);
    expect(edges()).toEqual([true, false, true, true, true]);
    typing.stop('r', userKeyOf(ada));
    typing.start('r', at(ada));
    clock.advance(1000);
    expect(edges()).toHaveLength(5);
    clock.advance(60_000);
    expect(typing.inRoom('r')).toEqual([]);
    expect(edges()).toEqual([true, false, true, true, true, false, false, false]);
  });

  it.each(['user:ada', 'ip:10.0.0.1', 'ip:10.0.0.0/24'])('ends with a mute of %s', (target) => {
    for (const roomId of ['r', null]) {
      const bus = recordingBus();
      const clock = new ManualClock();
      const typing = new Typing(bus, clock, 6000);
      const bob = { ...ada, id: 'bob' };
      typing.start('r', at(ada));
      typing.start('r', at(bob, '10.9.0.1'));
      const { appId } = ada;
      const whom = { id: 's', appId, roomId, target, until: null, reason: '', byUserId: null };
      const sanction = { ...whom, kind: 'mute', createdAt: clock.now() } as const;
      const publish = (isLifted: boolean) =>
        bus.publish(
          roomId === null
            ? { type: 'appSanctionChanged', appId, sanction, isLifted }
            : { type: 'roomSanctionChanged', roomId, sanction, isLifted },
        );
      publish(true);
      expect(typing.inRoom('r')).toEqual([ada, bob]);
      publish(false);
      expect(typing.inRoom('r')).toEqual([bob]);
      expect(bus.events.at(-1)).toMatchObject({ type: 'typingChanged', isTyping: false });
    }
  });

  it('ends when the user leaves the room', () => {
    const bus = recordingBus();
    const clock = new ManualClock();
    const typing = new Typing(bus, clock, 6000);
    const presence = new Presence(bus, clock);
    presence.enter('r', ada, null);
    typing.start('r', at(ada));
    presence.leave('r', userKey('default', 'ada'));
    expect(bus.events.map(({ type }) => type)).toEqual([
      'userJoined',
      'typingChanged',
      'userLeft',
      'typingChanged',
    ]);
  });
});
