import type { ChargeBody } from '../contract/catalog/plan-shapes.ts';
import {
  type PriceCalculationBody,
  priceCalculationBody,
} from '../contract/catalog/price-shapes.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Decimal, decimalFrom } from '../kernel/decimal.ts';
import { parsed } from '../kernel/parsed.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localDate, utc } from '../kernel/time-zone.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import type { Charge } from '../pricing/charge.ts';
import { type ChargeUsage, usageKindOf } from '../pricing/charge-usage.ts';
import type { PlanVersion } from '../pricing/plan.ts';
import { planFrom } from '../pricing/plan-from.ts';
import { planOf } from './load-plans.ts';
import type { Plans } from './ports.ts';
import { planNotFound } from './put-plan.ts';

/** A charge to be tried out on a quantity. */
export interface PriceQuestion {
  readonly charge: Charge;
  /** As it was sent. */
  readonly body: ChargeBody;
  readonly version: PlanVersion;
  /** Key of the plan; undefined where the charge is of none. */
  readonly plan: string | undefined;
  readonly usage: ChargeUsage;
}

/**
 * What a `POST /v1/price-calculations` asks for.
 * @throws Rejection whatever a plan with the charge is refused with, `plan.not-found`, and `request.invalid` where it
 * says too little or too much of the charge or of the usage.
 */
export async function priceQuestion(
  { plans, clock }: { readonly plans: Plans; readonly clock: Clock },
  tenant: string,
  json: unknown,
): Promise<PriceQuestion> {
  const asked = askedFrom(json);
  const { plan, charge, currency } = asked;
  if ((plan === undefined) === (charge === undefined)) {
    throw invalid('/charge', 'give a charge of a plan, or one that is written out: one of the two');
  }
  if ((charge === undefined) !== (currency === undefined)) {
    const detail =
      charge === undefined
        ? 'leave it out: the plan says it'
        : 'add it: the currency of the charge’s amounts, such as EUR';
    throw invalid('/currency', detail);
  }
  const found =
    plan === undefined
      ? writtenOut(charge, currency)
      : await ofPlan({ plans, clock }, tenant, plan);
  return { ...found, usage: usageFrom(asked, found.charge) };
}

/** A model that we do not know has a code of its own, as in a plan. */
function askedFrom(json: unknown): PriceCalculationBody {
  try {
    return parsed(priceCalculationBody, json);
  } catch (error) {
    if (error instanceof Rejection && error.param === '/charge/model') {
      throw new Rejection('price.model-unknown', error.message, { param: error.param });
    }
    throw error;
  }
}

/** Refused as a plan with nothing else is. */
function writtenOut(
  charge: ChargeBody | undefined,
  currency: string | undefined,
): Omit<PriceQuestion, 'usage'> {
  const version = { effectiveFrom: '1970-01-01', currency, charges: [charge] };
  const plan = planFrom({ versions: [version] });
  if (plan instanceof Rejection) throw placedHere(plan);
  const [first] = plan.versions;
  const [only] = first?.charges ?? [];
  if (first === undefined || only === undefined || charge === undefined) {
    throw new TypeError('a plan of one charge has it');
  }
  return { charge: only, body: charge, version: first, plan: undefined };
}

/** With the place in the request instead of that in the plan. */
function placedHere({ code, message, param = '' }: Rejection): Rejection {
  const here = (text: string): string =>
    text
      .replaceAll('/versions/0/charges/0', '/charge')
      .replaceAll('/versions/0/currency', '/currency');
  return new Rejection(code, here(message), { param: here(param) });
}

async function ofPlan(
  { plans, clock }: { readonly plans: Plans; readonly clock: Clock },
  tenant: string,
  asked: NonNullable<PriceCalculationBody['plan']>,
): Promise<Omit<PriceQuestion, 'usage'>> {
  const record = await plans.get(tenant, asked.key);
  if (record === undefined) throw planNotFound(asked.key, '/plan/key');
  const { versions } = planOf(record);
  const today = localDate(clock.now(), utc);
  const version =
    asked.effectiveFrom === undefined
      ? (versions.findLast(({ effectiveFrom }) => effectiveFrom <= today) ?? versions[0])
      : versions.find(({ effectiveFrom }) => effectiveFrom === asked.effectiveFrom);
  if (version === undefined) {
    const days = versions.map(({ effectiveFrom }) => effectiveFrom).join(', ');
    throw invalid('/plan/effectiveFrom', `name the day on which a version begins: ${days}`);
  }
  const charge = version.charges.find(({ key }) => key === asked.charge);
  const sent = record.body.versions.find(
    ({ effectiveFrom }) => effectiveFrom === version.effectiveFrom,
  );
  const body = sent?.charges.find(({ key, meter }) => (key ?? meter) === asked.charge);
  if (charge === undefined || body === undefined) {
    const keys = version.charges.map(({ key }) => key).join(', ');
    throw invalid(
      '/plan/charge',
      `name a charge of ${asked.key} as it is from ${version.effectiveFrom}: ${keys === '' ? 'it has none' : keys}`,
    );
  }
  return { charge, body, version, plan: asked.key };
}

/** What a price has to know of usage, and no more. */
function usageFrom(asked: PriceCalculationBody, { price }: Charge): ChargeUsage {
  const kind = usageKindOf(price);
  const { events, values } = asked;
  if (kind === 'each-event') {
    refuseGiven(asked, ['quantity', 'events'], 'this price looks at each event: give values');
    if (values === undefined) {
      throw invalid('/values', 'add it: what each event says, as this price looks at each');
    }
    return { kind, events: values.map((text, index) => eventAt(text, index)) };
  }
  refuseGiven(asked, ['values'], 'give a quantity: this price looks at no single event');
  const quantity =
    asked.quantity === undefined ? undefined : decimalIn(asked.quantity, '/quantity');
  if (quantity === undefined) throw invalid('/quantity', 'add it: what the meter comes to');
  if (kind === 'quantity') {
    refuseGiven(asked, ['events'], 'this price does not ask how many events there were');
    return { kind, quantity };
  }
  if (events === undefined) {
    throw invalid('/events', 'add it: how many events that were, as fixedPerEvent is for each');
  }
  return { kind, quantity, count: BigInt(events) };
}

function eventAt(text: string, index: number) {
  const at = { occurredAt: timestampOf(index), identity: '' };
  return { at, value: decimalIn(text, `/values/${index}`) };
}

function decimalIn(text: string, param: string): Decimal {
  const value = decimalFrom(text);
  if (value !== undefined) return value;
  throw invalid(param, 'use at most 24 digits before the point, and 12 after it');
}

function refuseGiven(
  asked: PriceCalculationBody,
  names: readonly ('quantity' | 'events' | 'values')[],
  detail: string,
): void {
  const given = names.find((name) => asked[name] !== undefined);
  if (given !== undefined) throw invalid(`/${given}`, `leave it out: ${detail}`);
}

const invalid = (param: string, detail: string): Rejection =>
  new Rejection('request.invalid', `${param}: ${detail}`, { param });
