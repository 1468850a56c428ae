// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Charge,
  Decimal,
  ExplainedStep,
  PlanKey,
} from './shared.ts';

/** As an invoice has it: usage, and what brings it up to the minimum. */
export interface CalculatedLine {
  readonly kind: 'usage' | 'minimum';
  readonly description: string;
  readonly quantity: Decimal;
  /** Only where one price holds for the whole quantity. */
  readonly unitPrice?: string;
  /** They add up to `ratedAmount`. */
  readonly steps: readonly ExplainedStep[];
  /** In major units, as rating makes it: up to 24 places, never rounded. */
  readonly ratedAmount: string;
  /** In major units, to the nano. */
  readonly exactAmount: string;
  /** In major units, with the currency’s minor digits. */
  readonly amount: string;
}

/**
 * What a month with this quantity costs under the charge alone: without tax, fees, the plan’s
 * commitment, or what earlier months carried.
 */
export interface PriceCalculation {
  readonly plan?: {
    readonly key: PlanKey;
    /** In force from the beginning of this day in the customer’s time zone. */
    readonly effectiveFrom: string;
  };
  readonly charge: Charge;
  readonly currency: string;
  readonly quantity: Decimal;
  /** Without what is included. */
  readonly chargedQuantity: Decimal;
  readonly lines: readonly CalculatedLine[];
  /** In major units, as rating makes it: up to 24 places, never rounded. */
  readonly ratedAmount: string;
  /** In major units, to the nano. */
  readonly exactAmount: string;
  /** In major units, with the currency’s minor digits. */
  readonly amount: string;
}

export interface PriceCalculationRequest {
  /** A charge of a plan that there is. */
  readonly plan?: {
    readonly key: PlanKey;
    /**
     * Of which version; of the one in force today, in UTC, where left out, or of the first to come.
     */
    readonly effectiveFrom?: string;
    /** Its key: its meter’s, where it has none. */
    readonly charge: string;
  };
  /** Or a charge as a plan has it. Its meter needs not be there. */
  readonly charge?: Charge;
  /** Of a charge that is written out. */
  readonly currency?: string;
  /** What the meter comes to in the month; left out with `values`. */
  readonly quantity?: Decimal;
  /** How many events that were, where a price is for each. */
  readonly events?: number;
  /**
   * What each event says, in the order of their times, where a price looks at each: with
   * allowances, or limits per event.
   */
  readonly values?: readonly Decimal[];
}

/** The operations of price calculations. */
export interface PriceCalculationsOperations {
  /** What a quantity costs under a charge, and how that comes about. */
  readonly calculatePrice: {
    readonly method: 'POST';
    readonly path: '/v1/price-calculations';
    readonly body: PriceCalculationRequest;
    readonly answer: PriceCalculation;
  };
}
