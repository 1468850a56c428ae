import { challengeBytes } from '../../blind/challenge.ts';
import { decimalFromInteger } from '../../kernel/decimal.ts';
import { invariant } from '../../kernel/invariant.ts';
import { laterMonth, type Month, monthFrom } from '../../kernel/month.ts';
import { type PayerKey, payerKeyOf, privateSubject } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { rfc3339, type Timestamp, timestampFrom } from '../../kernel/timestamp.ts';
import type { GateAsked } from '../asked.ts';
import type { Gate } from '../gate.ts';
import { quoteOrWhy } from '../quote.ts';
import type { EpochPlace, PassEpoch, PrivatePassRecord, PrivatePorts } from './ports.ts';

const CROWD = 20;
const MONTHS = 1;
const LASTS_MS = 60_000;
const ONE = decimalFromInteger(1n);

export const monthAt = (at: Timestamp): Month => monthFrom(rfc3339(at).slice(0, 7));

/** When a month begins, in UTC. */
export function startOf(month: Month): Timestamp {
  const start = timestampFrom(`${month}-01T00:00:00Z`);
  invariant(start !== undefined, `${month} begins`);
  return start;
}

/**
 * Who pays by the books for what tokens of an epoch are used for: a subject by itself, under the default plan. It is
 * nobody who bought.
 */
export const payerOfEpoch = ({ pass, month }: Pick<EpochPlace, 'pass' | 'month'>): PayerKey =>
  payerKeyOf({ subject: privateSubject(pass, month) });

/** The rail over which money of wallets becomes money of a private pass, and that what is used of it. */
export const railOfPass = (pass: string): string => `private-pass-${pass}`;

/**
 * What each token of an epoch answers: it can be had before it is asked for, and used at any address of the seller. It
 * is the same for all readers and months: nobody is told from another by it.
 */
export function challengeOf({ issuer }: Pick<PassEpoch, 'issuer'>): Buffer {
  const bytes = challengeBytes({ issuer, context: new Uint8Array(0), origin: '' });
  invariant(bytes !== undefined, 'the issuer of a private pass is short');
  return bytes;
}

/** What is sold of a private pass now; its key is made where it is the first that is asked for in the month. */
export async function currentEpoch(
  gate: Gate,
  { passes, keys }: PrivatePorts,
  { tenant, record }: { readonly tenant: string; readonly record: PrivatePassRecord },
): Promise<PassEpoch | undefined> {
  const { key: pass, body } = record;
  if (body.archived === true) return undefined;
  const place = { tenant, pass, month: monthAt(gate.clock.now()) };
  const known = await passes.epoch(place);
  if (known !== undefined) return published(passes, known);
  const { meter, issuer, crowd = CROWD, months = MONTHS } = body;
  const quote = await quoteOfUnit(gate, tenant, record);
  if (quote instanceof Rejection || quote.atMost <= 0n) return undefined;
  const made = await keys.make(tenant);
  await passes.putEpoch({
    ...{ ...place, ...made, meter, issuer, crowd },
    ...{ price: quote.atMost, currency: quote.currency },
    endsAt: startOf(laterMonth(place.month, 1 + months)),
  });
  // Whoever was first, that one counts.
  const epoch = await passes.epoch(place);
  invariant(epoch !== undefined, 'an epoch that was put is there');
  return published(passes, epoch);
}

/** Not refusals of who looks at what is offered: the seller has something to do before it is sold. */
async function quoteOfUnit(gate: Gate, tenant: string, record: PrivatePassRecord) {
  try {
    return await quoteOrWhy(gate, tenant, oneUnit(record), undefined);
  } catch (error) {
    if (error instanceof Rejection && error.code in ofPlan) return error;
    throw error;
  }
}

/** Why nothing is sold of a private pass now, where nothing is: for the seller to read. */
export async function whyUnsold(
  gate: Gate,
  { tenant, record }: { readonly tenant: string; readonly record: PrivatePassRecord },
): Promise<string> {
  if (record.body.archived === true) return 'it is archived';
  const quote = await quoteOfUnit(gate, tenant, record);
  const { meter } = record.body;
  const unit = `one unit of ${meter} without dimensions`;
  if (!(quote instanceof Rejection)) return `the default plan asks nothing for ${unit}`;
  return (
    ofPlan[quote.code] ??
    `the default plan charges nothing for ${unit}: give it a price there, by the unit; a filter of the meter must take it, too`
  );
}

/** Whom it is refused for is nobody, which would say nothing to a seller. */
const ofPlan: Readonly<Record<string, string>> = {
  'billing-settings.not-found': 'there are no billing settings yet',
  'hold.several-meters': 'the default plan charges by another meter for the same, too',
  'customer.not-found': 'the billing settings name no defaultPlan',
  'customer.unpriced': 'the default plan is not in force, or has two currencies this month',
};

/** Before anybody is told of it: a key that is used is one that everybody can see. */
async function published(passes: PrivatePorts['passes'], epoch: PassEpoch): Promise<PassEpoch> {
  await passes.publish(epoch);
  return epoch;
}

/** One unit, as the gate is asked for it. */
const oneUnit = ({ body: { meter, issuer } }: PrivatePassRecord): GateAsked => ({
  ...{ resource: { url: `https://${issuer}/` }, meter, quantity: ONE, dimensions: {}, payment: {} },
  ...{ subject: undefined, data: undefined, free: undefined, topUpUrl: undefined },
  ...{ key: undefined, isOnce: false, lastsMs: LASTS_MS },
});
