import type { GateHeld } from '../contract/index.ts';
import type { HeaderLines } from './answers.ts';

/** Answer this, and nothing else. */
export interface GateRefusal {
  readonly outcome: 'refused';
  readonly status: number;
  readonly headers: HeaderLines;
  /** A problem document, or the page for people. */
  readonly body: string;
}

/** Serve it, then settle. */
export type GatePassed =
  /** It is paid by what is held. */
  | { readonly outcome: 'held'; readonly held: GateHeld; readonly headers: HeaderLines }
  /** One of the first that are free. */
  | { readonly outcome: 'free'; readonly headers: HeaderLines }
  /** It is paid out of a lease. */
  | { readonly outcome: 'leased'; readonly headers: HeaderLines }
  /** Farthing could not be asked, and the settings say that it is served all the same. */
  | { readonly outcome: 'unasked'; readonly headers: HeaderLines };

export type GateOpened = GatePassed | GateRefusal;

/** With what an answer is sent; or what is sent instead of it, as it could not be paid. */
export type GateSettled =
  | { readonly outcome: 'served'; readonly isPrivate: boolean; readonly headers: HeaderLines }
  | GateRefusal;
