import {
  type FixedFeeBody,
  type PlanVersionBody,
  planBody,
} from '../contract/catalog/plan-shapes.ts';
import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { type Nanos, nanosFrom } from '../kernel/money.ts';
import { parsed } from '../kernel/parsed.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localStart, utc } from '../kernel/time-zone.ts';
import { chargeFrom } from './charge-from.ts';
import { defaultMinimumCharge } from './minimum-charge.ts';
import type { FixedFee, Plan, PlanVersion } from './plan.ts';
import { decimalAt } from './wire-decimals.ts';

/**
 * A plan as `PUT /v1/plans/{key}` takes it: parsed JSON, whatever it is. The first thing that is wrong is told, with a
 * JSON Pointer to it: an unknown field or a wrong shape, then what a price, a tier, a date or a currency may not be.
 */
export function planFrom(json: unknown): Plan | Rejection {
  try {
    const { name, versions } = parsed(planBody, json);
    return { name, versions: versionsFrom(versions) };
  } catch (error) {
    if (error instanceof Rejection) return placed(error);
    throw error;
  }
}

/** Says the place in words, too; a model we do not know has a code of its own. */
function placed({ code, message, param = '' }: Rejection): Rejection {
  const isModel = /^[/]versions[/]\d+[/]charges[/]\d+[/]model$/.test(param);
  const isSaid = param === '' || message.startsWith(`${param}: `);
  return new Rejection(
    isModel ? 'price.model-unknown' : code,
    isSaid ? message : `${param}: ${message}`,
    { param },
  );
}

function versionsFrom(bodies: readonly PlanVersionBody[]): PlanVersion[] {
  const versions = bodies.map((body, index) => versionFrom(body, `/versions/${index}`));
  refuseDisorder(versions);
  const other = versions.findIndex(({ currency }) => currency !== versions[0]?.currency);
  if (other !== -1) {
    throw new Rejection(
      'plan.currency-changed',
      `keep one currency in all versions of a plan, ${versions[0]?.currency}, got ${versions[other]?.currency}: make another plan`,
      { param: `/versions/${other}/currency` },
    );
  }
  return versions;
}

function refuseDisorder(versions: readonly PlanVersion[]): void {
  for (const [index, { effectiveFrom }] of versions.entries()) {
    const before = versions[index - 1]?.effectiveFrom;
    if (before === undefined || before < effectiveFrom) continue;
    throw new Rejection(
      'plan.versions-unordered',
      `list versions by the day they come into force, each once, got ${effectiveFrom} after ${before}`,
      { param: `/versions/${index}/effectiveFrom` },
    );
  }
}

function versionFrom(body: PlanVersionBody, param: string): PlanVersion {
  const currency = knownCurrency(body.currency, `${param}/currency`);
  refuseNoDate(body.effectiveFrom, `${param}/effectiveFrom`);
  const charges = body.charges.map((charge, index) =>
    chargeFrom(charge, `${param}/charges/${index}`),
  );
  refuseRepeats(charges.map(({ key }, index) => ({ key, param: `${param}/charges/${index}/key` })));
  const fixedFees = (body.fixedFees ?? []).map((fee, index) =>
    feeFrom(fee, `${param}/fixedFees/${index}`),
  );
  refuseRepeats(
    fixedFees.map(({ key }, index) => ({ key, param: `${param}/fixedFees/${index}/key` })),
  );
  return {
    effectiveFrom: body.effectiveFrom,
    currency,
    minimumCharge: minimumChargeFrom(body.minimumCharge, currency, `${param}/minimumCharge`),
    charges,
    fixedFees,
    minimumCommitment:
      body.minimumCommitment === undefined
        ? undefined
        : decimalAt(body.minimumCommitment, `${param}/minimumCommitment`),
  };
}

const feeFrom = (body: FixedFeeBody, param: string): FixedFee => ({
  key: body.key,
  amount: decimalAt(body.amount, `${param}/amount`),
  description: body.description,
  proration: body.proration ?? 'days',
  timing: body.timing ?? 'arrears',
  taxCode: body.taxCode,
});

function knownCurrency(code: string, param: string): Currency {
  const currency = currencyFrom(code);
  if (currency !== undefined) return currency;
  const detail = `use a currency that ISO 4217 lists and that has a minor unit, such as EUR, got ${code}`;
  throw new Rejection('plan.currency-unknown', detail, { param });
}

function refuseNoDate(date: string, param: string): void {
  if (localStart(date, utc) !== undefined) return;
  const detail = `give a day of the calendar from 1970 on, got ${date}`;
  throw new Rejection('plan.date-invalid', detail, { param });
}

function minimumChargeFrom(text: string | undefined, currency: Currency, param: string): Nanos {
  if (text === undefined) return defaultMinimumCharge(currency);
  decimalAt(text, param);
  const amount = nanosFrom(text);
  if (amount !== undefined) return amount;
  throw new Rejection('price.too-precise', `use at most 9 places, got ${text}`, { param });
}

function refuseRepeats(items: readonly { readonly key: string; readonly param: string }[]): void {
  const seen = new Set<string>();
  for (const { key, param } of items) {
    if (seen.has(key)) {
      const detail = `name each only once, got ${key} again`;
      throw new Rejection('plan.key-repeated', detail, { param });
    }
    seen.add(key);
  }
}
