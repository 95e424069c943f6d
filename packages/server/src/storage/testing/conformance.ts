import { afterAll, beforeAll, describe } from 'vitest';
import type { Stores } from '../../core/ports/stores.ts';
import { authorConformance } from './authors.ts';
import { historyConformance } from './history.ts';
import { memberConformance } from './members.ts';
import { messageConformance } from './messages.ts';
import { modelConformance } from './model.ts';
import { auditConformance, directoryConformance, retentionConformance } from './operating.ts';
import { orderConformance } from './ordering.ts';
import { appConformance, notificationConformance, sanctionConformance } from './others.ts';
import { reactionConformance } from './reactions.ts';
import { restoreConformance } from './restore.ts';
import { roomConformance } from './rooms.ts';
import { userConformance } from './users.ts';

/**
 * What every engine under the core's `Stores` port must do: each promise of the port's comments. The tests share one
 * database, each in rooms and apps of its own.
 */
export function storeConformance(name: string, open: () => Promise<Stores>): void {
  describe(`${name} keeps the promises of the stores`, () => {
    let opened: Stores | undefined;
    const stores = (): Stores => {
      if (opened === undefined) throw new Error('The stores are not open');
      return opened;
    };
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened?.[Symbol.asyncDispose]();
    });

    describe('messages', () => messageConformance(stores));
    describe('reactions', () => reactionConformance(stores));
    describe('archived messages', () => restoreConformance(stores));
    describe('authors', () => authorConformance(stores));
    describe('history', () => historyConformance(stores));
    describe('any changes', () => modelConformance(stores));
    describe('rooms', () => roomConformance(stores));
    describe('members', () => memberConformance(stores));
    describe('users and tokens', () => userConformance(stores));
    describe('sanctions', () => sanctionConformance(stores));
    describe('notifications', () => notificationConformance(stores));
    describe('apps', () => appConformance(stores));
    describe('audit log', () => auditConformance(stores));
    describe('retention', () => retentionConformance(stores));
    describe('directory', () => directoryConformance(stores));
    describe('order', () => orderConformance(stores));
  });
}
