import type { Currency } from '../kernel/currency.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Asked } from './asked.ts';

/** When a wallet is low, and what is put into it then. */
export interface Refill {
  /** It is low while it has less than this, gross. */
  readonly below: Nanos;
  readonly currency: Currency;
  /** What is put into it; undefined where it is only told that it is low. */
  readonly by?: RefillMeans;
}

/** By which money comes into a wallet without its payer. */
export interface RefillMeans {
  /** At once. */
  readonly amount: Nanos;
  /** No more is put in of one month of the payer. */
  readonly monthly: Nanos;
  /** What the rail calls the payment whose means of payment it has kept. */
  readonly payment: string;
}

/** From now on the wallet is refilled so; no more where `below` is zero. */
export interface RefillEntry extends Asked, Refill {
  readonly kind: 'refill';
}

/** The wallet was found to be low: what is put into it, or told, for this is so once. */
export interface LowEntry {
  readonly kind: 'low';
  readonly left: Nanos;
}

/** That it is low was told, or that nothing is put in any more: whoever looks next tells no more of it. */
export interface LowToldEntry {
  readonly kind: 'low-told';
  readonly told: 'low' | 'ended';
}

/** Nothing more is put in by itself, until it is asked for anew. */
export interface RefillEndEntry {
  readonly kind: 'refill-end';
  /** In the words of the rail. */
  readonly reason: string;
}
