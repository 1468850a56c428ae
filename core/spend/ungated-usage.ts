import type { Decimal } from '../kernel/decimal.ts';
import { decimalOf } from '../kernel/decimal.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { nothingUsed, type SpendState, type Used } from './state.ts';
import type { Window } from './window.ts';

/** What a payer used besides what it was asked for here, as fresh as totals are. */
export interface UngatedUsage {
  /** Everything that was accepted until then is counted; undefined where nothing was asked for. */
  readonly asOf: Timestamp | undefined;
  /** Units of a domain, which come before what is captured now where prices have tiers. */
  quantityOf(domain: string): Decimal;
  /** What was used over some local days, of one meter or of all. */
  usedIn(window: Window, meter: string | undefined): Used;
  /** What of it will be on invoices that are still to be made. */
  usedInOpenMonths(): Used;
  /** The same usage, priced behind what is captured by now. */
  behind(state: Pick<SpendState, 'captured'>): UngatedUsage;
}

/** Of a payer that nothing bounds, or whose usage is all gated. */
export const noUngatedUsage: UngatedUsage = {
  asOf: undefined,
  quantityOf: () => decimalOf(0n),
  usedIn: () => nothingUsed,
  usedInOpenMonths: () => nothingUsed,
  behind: () => noUngatedUsage,
};
