import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { nanosOf } from '../kernel/money.ts';
import type { DomainTerms } from './domain.ts';
import type { Priced } from './entry.ts';
import { netAt, taxOf } from './most.ts';
import { nothingCaptured, type SpendState } from './state.ts';

/**
 * What further units of a domain cost, in the order of the log: what all that is captured comes to with them, less what
 * it came to without. So captures add up to what rating all of them gives, whatever each was quoted; what a change of
 * the plan makes of earlier ones is in the next.
 */
export function pricedNext(state: SpendState, terms: DomainTerms, quantity: Decimal): Priced {
  const before = state.captured.get(terms.key) ?? nothingCaptured;
  const net = netAt(terms, decimalOf(before.quantity + quantity));
  return { net: nanosOf(net - before.net), tax: nanosOf(taxOf(terms, net) - before.tax) };
}
