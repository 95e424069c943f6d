/** Messages between a host page and the embedded chat in its frame (docs/guides/embed.md). */

/** From the host. Each key may come alone. */
export interface HostMessage {
  /** A token of `POST /users/login`; `null` signs out. */
  readonly login?: string | null;
  /** The uid of the room to go to. */
  readonly room?: string;
  readonly theme?: 'light' | 'dark' | 'system';
  /** An empty value restores the default. */
  readonly style?: HostStyle;
}

/** CSS values. */
export interface HostStyle {
  readonly accent?: string;
  readonly radius?: string;
  readonly font?: string;
}

/** From the frame. Nothing secret: any site can frame it. */
export type FrameMessage =
  | { readonly koine: 'ready' }
  | { readonly koine: 'auth'; readonly isSignedIn: boolean }
  | { readonly koine: 'room'; readonly uid: string | null; readonly name: string }
  | { readonly koine: 'unread'; readonly count: number }
  | { readonly koine: 'error'; readonly text: string };
