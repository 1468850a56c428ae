import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from './spelling.ts';
import type { TokenHolder } from './taken-token.ts';

/** What every page says to whom it is for, in its language. */
export interface FrameWords {
  readonly title: string;
  readonly signIn: string;
  readonly token: string;
  readonly tokenHint: string;
  readonly open: string;
  readonly broken: string;
  readonly ended: string;
  readonly forgotten: string;
  readonly loading: string;
  readonly tryAgain: string;
  readonly asking: string;
  readonly unreachable: string;
  readonly trouble: string;
  refused(detail: string): string;
  readonly save: string;
  readonly saved: string;
  readonly notAmount: string;
  /** Of an amount that may be meant in two ways. */
  twoWays(written: string): string;
}

/** Whose page it is, and what is said around what it shows. */
export interface Frame {
  readonly of: TokenHolder;
  readonly language: Language;
  readonly words: FrameWords;
}

const FrameContext = createContext<Frame | undefined>(undefined);
export const FrameProvider = FrameContext.Provider;

/** Throws outside of a page: there is nothing to say there. */
export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (frame === undefined) throw new Error('a page says in which words it speaks');
  return frame;
}
