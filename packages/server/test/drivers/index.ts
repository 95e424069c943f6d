import type { ProtocolName } from '../../src/protocols/list.ts';
import { community } from './community.ts';
import { direct } from './direct.ts';
import type { Driver } from './driver.ts';
import { lobby } from './lobby.ts';
import { platform } from './platform.ts';
import { reactions } from './reactions.ts';

/** A protocol without its driver does not compile, and so escapes no suite. */
export const DRIVERS: Readonly<Record<ProtocolName, Driver>> = {
  lobby,
  reactions,
  community,
  direct,
  platform,
};
