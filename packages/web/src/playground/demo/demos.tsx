import type { FunctionComponent } from 'preact';
import type { ProtocolName } from '../protocols/protocol-name.ts';
import type { DemoProps } from './demo-props.ts';
import { DirectDemo } from './direct-demo.tsx';
import { LobbyDemo } from './lobby-demo.tsx';
import { PlatformDemo } from './platform-demo.tsx';
import { WallDemo } from './wall-demo.tsx';

/** The live demo of each protocol; community's is the embeds of its steps. */
export const DEMOS: Readonly<
  Record<Exclude<ProtocolName, 'community'>, FunctionComponent<DemoProps>>
> = {
  lobby: LobbyDemo,
  reactions: WallDemo,
  direct: DirectDemo,
  platform: PlatformDemo,
};
