import type { Decimal } from '../kernel/decimal.ts';

/** How one charge turns usage into money. Prices are in major units per unit of quantity, percentages in percent. */
export type Price =
  | PerUnitPrice
  | GraduatedPrice
  | VolumePrice
  | PackagePrice
  | PercentagePrice
  | GraduatedPercentagePrice
  | DynamicPrice;

export type PriceModel = Price['model'];

export interface PerUnitPrice {
  readonly model: 'per_unit';
  readonly unitPrice: Decimal;
}

/** Each unit costs what its own tier says. */
export interface GraduatedPrice {
  readonly model: 'graduated';
  readonly tiers: readonly UnitTier[];
}

/** All units cost what the tier of the last one says. */
export interface VolumePrice {
  readonly model: 'volume';
  readonly tiers: readonly UnitTier[];
}

/** Units are sold by the package. */
export interface PackagePrice {
  readonly model: 'package';
  readonly packagePrice: Decimal;
  /** Above zero. */
  readonly packageSize: Decimal;
  /** Whether a package that is begun counts as one, or as none. */
  readonly rounding: 'up' | 'down';
}

/** A share of the money that events are about. */
export interface PercentagePrice {
  readonly model: 'percentage';
  readonly ratePercent: Decimal;
  /** For each event that is not free. */
  readonly fixedPerEvent: Decimal;
  /**
   * Per month, in the order of the events' times: an event is free while it exceeds neither allowance that there is.
   */
  readonly freeEvents: bigint | undefined;
  readonly freeAmount: Decimal | undefined;
  /** What an event that is not free costs at least and at most. */
  readonly minimumPerEvent: Decimal | undefined;
  readonly maximumPerEvent: Decimal | undefined;
  /** The meter that counts the events whose amounts the charge's own meter adds up. */
  readonly countMeter: string | undefined;
}

/** A share of the money that events are about, each part of it at the rate of its own tier. */
export interface GraduatedPercentagePrice {
  readonly model: 'graduated_percentage';
  readonly tiers: readonly PercentTier[];
}

/** The events carry their price, and the meter adds it up. */
export interface DynamicPrice {
  readonly model: 'dynamic';
  readonly multiplier: Decimal;
}

/** From just above the tier before, up to and including `upTo`. The first tier counts as entered at zero. */
export interface Tier {
  /** Undefined in the last tier, which has no end. */
  readonly upTo: Decimal | undefined;
  /** For entering the tier at all. */
  readonly flatFee: Decimal;
}

export interface UnitTier extends Tier {
  readonly unitPrice: Decimal;
  /** Where given, the unit that is priced is a package of this many, and one that is begun counts. */
  readonly packageSize: Decimal | undefined;
}

export interface PercentTier extends Tier {
  readonly ratePercent: Decimal;
}
