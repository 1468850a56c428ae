import { isObject, type Json, type JsonObject } from './json.ts';
import { PLACES, unitsOf } from './numbers.ts';

/** A plan's prices, as `GET /v1/plans/{key}` gives them, read into numbers. Prices and quantities are of 1e-12. */
export interface Tier {
  /** Undefined in the last. */
  readonly upTo: bigint | undefined;
  readonly flatFee: bigint;
  /** A unit's price; a percentage in `graduated_percentage`. */
  readonly price: bigint;
  readonly packageSize: bigint | undefined;
}

export type Price =
  | { readonly model: 'per_unit' | 'dynamic'; readonly price: bigint }
  | {
      readonly model: 'graduated' | 'volume' | 'graduated_percentage';
      readonly tiers: readonly Tier[];
    }
  | {
      readonly model: 'package';
      readonly price: bigint;
      readonly size: bigint;
      readonly rounding: 'up' | 'down';
    }
  | {
      readonly model: 'percentage';
      readonly percent: bigint;
      readonly perEvent: bigint;
      readonly freeEvents: bigint | undefined;
      readonly freeAmount: bigint | undefined;
      readonly least: bigint | undefined;
      readonly most: bigint | undefined;
    };

export interface ChargeTerms {
  readonly key: string;
  readonly meter: string;
  readonly filter: Json | undefined;
  readonly price: Price;
  readonly included: bigint;
  readonly minimum: bigint | undefined;
  readonly maximum: bigint | undefined;
  readonly taxCode: string;
}

export interface FeeTerms {
  readonly key: string;
  readonly amount: bigint;
  readonly proration: 'days' | 'none';
  readonly timing: 'advance' | 'arrears';
  readonly taxCode: string;
}

export interface VersionTerms {
  readonly effectiveFrom: string;
  readonly currency: string;
  readonly charges: readonly ChargeTerms[];
  readonly fees: readonly FeeTerms[];
  readonly minimumCommitment: bigint | undefined;
}

/** What is wrong with a plan's text. */
export class BadTerms extends Error {}

const STANDARD = 'standard';

/** @throws BadTerms */
export function versionFrom(json: Json): VersionTerms {
  const body = objectIn(json, 'a version');
  return {
    effectiveFrom: textIn(body, 'effectiveFrom'),
    currency: textIn(body, 'currency'),
    charges: listIn(body, 'charges').map(chargeFrom),
    fees: listIn(body, 'fixedFees').map(feeFrom),
    minimumCommitment: amountIn(body, 'minimumCommitment'),
  };
}

/** @throws BadTerms */
export function chargeFrom(json: Json): ChargeTerms {
  const body = objectIn(json, 'a charge');
  const meter = textIn(body, 'meter');
  return {
    ...{ key: textIn(body, 'key', meter), meter, filter: body['filter'], price: priceFrom(body) },
    included: amountIn(body, 'included') ?? 0n,
    minimum: amountIn(body, 'minimum'),
    maximum: amountIn(body, 'maximum'),
    taxCode: textIn(body, 'taxCode', STANDARD),
  };
}

function feeFrom(json: Json): FeeTerms {
  const body = objectIn(json, 'a fee');
  return {
    key: textIn(body, 'key'),
    amount: neededIn(body, 'amount'),
    proration: oneOf(textIn(body, 'proration', 'days'), ['days', 'none']),
    timing: oneOf(textIn(body, 'timing', 'arrears'), ['advance', 'arrears']),
    taxCode: textIn(body, 'taxCode', STANDARD),
  };
}

function priceFrom(body: JsonObject): Price {
  const model = textIn(body, 'model');
  switch (model) {
    case 'per_unit':
      return { model, price: neededIn(body, 'unitPrice') };
    case 'dynamic':
      return { model, price: amountIn(body, 'multiplier') ?? 10n ** 12n };
    case 'graduated':
    case 'volume':
      return { model, tiers: listIn(body, 'tiers').map((tier) => tierFrom(tier, 'unitPrice')) };
    case 'graduated_percentage':
      return { model, tiers: listIn(body, 'tiers').map((tier) => tierFrom(tier, 'ratePercent')) };
    case 'package':
      return {
        ...{ model, price: neededIn(body, 'packagePrice'), size: neededIn(body, 'packageSize') },
        rounding: oneOf(textIn(body, 'rounding', 'up'), ['up', 'down']),
      };
    case 'percentage':
      return percentageFrom(body);
    default:
      throw new BadTerms(`there is no price model ${JSON.stringify(model)}`);
  }
}

function percentageFrom(body: JsonObject): Price {
  const free = body['freeEvents'];
  return {
    model: 'percentage',
    percent: neededIn(body, 'ratePercent'),
    perEvent: amountIn(body, 'fixedPerEvent') ?? 0n,
    freeEvents: typeof free === 'number' ? BigInt(free) : undefined,
    freeAmount: amountIn(body, 'freeAmount'),
    least: amountIn(body, 'minimumPerEvent'),
    most: amountIn(body, 'maximumPerEvent'),
  };
}

function tierFrom(json: Json, price: 'unitPrice' | 'ratePercent'): Tier {
  const body = objectIn(json, 'a tier');
  return {
    upTo: body['upTo'] === null ? undefined : neededIn(body, 'upTo'),
    flatFee: amountIn(body, 'flatFee') ?? 0n,
    price: price === 'unitPrice' ? (amountIn(body, price) ?? 0n) : neededIn(body, price),
    packageSize: amountIn(body, 'packageSize'),
  };
}

function objectIn(json: Json | undefined, what: string): JsonObject {
  if (isObject(json)) return json;
  throw new BadTerms(`${what} is an object, got ${JSON.stringify(json)}`);
}

function textIn(body: JsonObject, name: string, otherwise?: string): string {
  const value = body[name] ?? otherwise;
  if (typeof value === 'string') return value;
  throw new BadTerms(`${name} is a text, got ${JSON.stringify(value)}`);
}

function listIn(body: JsonObject, name: string): readonly Json[] {
  const value = body[name] ?? [];
  if (Array.isArray(value)) return value as readonly Json[];
  throw new BadTerms(`${name} is a list, got ${JSON.stringify(value)}`);
}

function amountIn(body: JsonObject, name: string): bigint | undefined {
  return body[name] === undefined ? undefined : neededIn(body, name);
}

function neededIn(body: JsonObject, name: string): bigint {
  const units = unitsOf(body[name], PLACES);
  if (units !== undefined && units >= 0n) return units;
  throw new BadTerms(
    `${name} is a decimal of at most 12 places, got ${JSON.stringify(body[name])}`,
  );
}

function oneOf<Value extends string>(text: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === text);
  if (found !== undefined) return found;
  throw new BadTerms(`one of ${values.join(', ')} is wanted, got ${JSON.stringify(text)}`);
}
