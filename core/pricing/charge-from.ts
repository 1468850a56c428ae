import type { ChargeBody } from '../contract/catalog/plan-shapes.ts';
import { type Decimal, decimalFromInteger, decimalOf, decimalText } from '../kernel/decimal.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Charge, ChargeFilter } from './charge.ts';
import { usageKindOf } from './charge-usage.ts';
import type { PercentagePrice, Price } from './price.ts';
import { percentTiersFrom, unitTiersFrom } from './tiers-from.ts';
import { decimalAt, percentAt, positiveAt } from './wire-decimals.ts';

/**
 * A charge at `param` whose shape has been checked.
 * @throws Rejection `price.…`
 */
export function chargeFrom(body: ChargeBody, param: string): Charge {
  const minimum = optionalDecimal(body.minimum, `${param}/minimum`);
  const maximum = optionalDecimal(body.maximum, `${param}/maximum`);
  refuseCrossed({ minimum, maximum, param: `${param}/minimum` });
  return {
    key: body.key ?? body.meter,
    meter: body.meter,
    filter: filterFrom(body.filter),
    price: priceFrom(body, param),
    included: includedIn(body, `${param}/included`),
    minimum,
    maximum,
    taxCode: body.taxCode,
    description: body.description,
    ...unitIn(body),
  };
}

function unitIn(body: ChargeBody): Pick<Charge, 'unit'> {
  if (!('unit' in body) || body.unit === undefined) return {};
  const { name, size = '1' } = body.unit;
  return { unit: definedOnly({ name, size }) };
}

function filterFrom(filter: ChargeBody['filter']): ChargeFilter {
  if (filter === undefined) return { kind: 'all' };
  if (filter === 'rest') return { kind: 'rest' };
  return { kind: 'match', values: new Map(Object.entries(filter)) };
}

const includedIn = (body: ChargeBody, param: string): Decimal =>
  decimalAt(('included' in body ? body.included : undefined) ?? '0', param);

function priceFrom(body: ChargeBody, param: string): Price {
  switch (body.model) {
    case 'per_unit':
      return { model: body.model, unitPrice: decimalAt(body.unitPrice, `${param}/unitPrice`) };
    case 'graduated':
    case 'volume':
      return { model: body.model, tiers: unitTiersFrom(body.tiers, `${param}/tiers`) };
    case 'package':
      return {
        model: body.model,
        packagePrice: decimalAt(body.packagePrice, `${param}/packagePrice`),
        packageSize: positiveAt(body.packageSize, `${param}/packageSize`),
        rounding: body.rounding ?? 'up',
      };
    case 'percentage':
      return percentageFrom(body, param);
    case 'graduated_percentage':
      return { model: body.model, tiers: percentTiersFrom(body.tiers, `${param}/tiers`) };
    case 'dynamic':
      return {
        model: body.model,
        multiplier:
          optionalDecimal(body.multiplier, `${param}/multiplier`) ?? decimalFromInteger(1n),
      };
  }
}

function percentageFrom(
  body: Extract<ChargeBody, { model: 'percentage' }>,
  param: string,
): PercentagePrice {
  const { freeEvents, countMeter } = body;
  const price: PercentagePrice = {
    model: body.model,
    ratePercent: percentAt(body.ratePercent, `${param}/ratePercent`),
    fixedPerEvent: optionalDecimal(body.fixedPerEvent, `${param}/fixedPerEvent`) ?? decimalOf(0n),
    freeEvents: freeEvents === undefined ? undefined : BigInt(freeEvents),
    freeAmount: optionalDecimal(body.freeAmount, `${param}/freeAmount`),
    minimumPerEvent: optionalDecimal(body.minimumPerEvent, `${param}/minimumPerEvent`),
    maximumPerEvent: optionalDecimal(body.maximumPerEvent, `${param}/maximumPerEvent`),
    countMeter,
  };
  refuseCrossed({
    minimum: price.minimumPerEvent,
    maximum: price.maximumPerEvent,
    param: `${param}/minimumPerEvent`,
  });
  if (usageKindOf(price) === 'events' && countMeter === undefined) {
    throw new Rejection(
      'price.count-meter-missing',
      `name the meter that counts the events ${body.meter} adds up: fixedPerEvent is charged for each of them`,
      { param: `${param}/countMeter` },
    );
  }
  return price;
}

const optionalDecimal = (text: string | undefined, param: string): Decimal | undefined =>
  text === undefined ? undefined : decimalAt(text, param);

function refuseCrossed({
  minimum,
  maximum,
  param,
}: {
  readonly minimum: Decimal | undefined;
  readonly maximum: Decimal | undefined;
  readonly param: string;
}): void {
  if (minimum === undefined || maximum === undefined || minimum <= maximum) return;
  throw new Rejection(
    'price.limits-crossed',
    `give a minimum that is at most the maximum, got ${decimalText(minimum)} and ${decimalText(maximum)}`,
    { param },
  );
}
