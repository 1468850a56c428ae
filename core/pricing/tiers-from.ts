import type { ChargeBody } from '../contract/catalog/plan-shapes.ts';
import { type Decimal, decimalFromInteger, decimalOf, decimalText } from '../kernel/decimal.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { PercentTier, Tier, UnitTier } from './price.ts';
import { decimalAt, percentAt, positiveAt } from './wire-decimals.ts';

type UnitTierBody = Extract<ChargeBody, { model: 'graduated' }>['tiers'][number];
type PercentTierBody = Extract<ChargeBody, { model: 'graduated_percentage' }>['tiers'][number];

const zero = decimalOf(0n);

/** @throws Rejection as `decimalAt`, `price.tiers-overlap`, `price.tiers-gap`, `price.tiers-not-open` */
export function unitTiersFrom(bodies: readonly UnitTierBody[], param: string): UnitTier[] {
  return withBounds(bodies, param).map(({ body, at, ...tier }) => ({
    ...tier,
    unitPrice: decimalAt(body.unitPrice ?? '0', `${at}/unitPrice`),
    packageSize:
      body.packageSize === undefined
        ? undefined
        : positiveAt(body.packageSize, `${at}/packageSize`),
  }));
}

/** @throws Rejection as `unitTiersFrom` */
export function percentTiersFrom(bodies: readonly PercentTierBody[], param: string): PercentTier[] {
  return withBounds(bodies, param).map(({ body, at, ...tier }) => ({
    ...tier,
    ratePercent: percentAt(body.ratePercent, `${at}/ratePercent`),
  }));
}

interface TierBody {
  readonly from?: string | undefined;
  readonly upTo: string | null;
  readonly flatFee?: string | undefined;
}

type Bounded<Body> = Tier & { readonly body: Body; readonly at: string };

function withBounds<Body extends TierBody>(
  bodies: readonly Body[],
  param: string,
): Bounded<Body>[] {
  let before = zero;
  return bodies.map((body, index) => {
    const at = `${param}/${index}`;
    if (body.from !== undefined) refuseOtherStart({ from: body.from, before, index, at });
    const upTo = upToFrom(body, { before, isLast: index === bodies.length - 1, at });
    before = upTo ?? before;
    return { body, at, upTo, flatFee: decimalAt(body.flatFee ?? '0', `${at}/flatFee`) };
  });
}

/** A tier begins where the one before ends; written for whole units (0 to 10, 11 to 20) it means the same. */
function refuseOtherStart({
  from,
  before,
  index,
  at,
}: {
  readonly from: string;
  readonly before: Decimal;
  readonly index: number;
  readonly at: string;
}): void {
  const start = decimalAt(from, `${at}/from`);
  if (start === before || start === before + decimalFromInteger(1n)) return;
  const last = decimalText(before);
  const where = index === 0 ? 'at 0' : `where tier ${index} ends, at ${last}`;
  const detail = `begin tier ${index + 1} ${where}, or one above; got ${from}`;
  const code = start < before ? 'price.tiers-overlap' : 'price.tiers-gap';
  throw new Rejection(code, detail, { param: `${at}/from` });
}

function upToFrom(
  { upTo: text }: TierBody,
  {
    before,
    isLast,
    at,
  }: { readonly before: Decimal; readonly isLast: boolean; readonly at: string },
): Decimal | undefined {
  const param = `${at}/upTo`;
  if ((text === null) !== isLast) {
    const detail = isLast
      ? `leave the last tier open with null, so that all usage has a price; got ${text}`
      : 'give a bound: only the last tier is open, and others follow this one';
    throw new Rejection('price.tiers-not-open', detail, { param });
  }
  if (text === null) return undefined;
  const upTo = decimalAt(text, param);
  if (upTo > before) return upTo;
  const detail = `end each tier above the one before, which ends at ${decimalText(before)}; got ${text}`;
  throw new Rejection('price.tiers-overlap', detail, { param });
}
