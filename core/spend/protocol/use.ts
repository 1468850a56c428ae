import type { Currency } from '../../kernel/currency.ts';
import { decimalText } from '../../kernel/decimal.ts';
import { canonicalJson, type JsonObject, type JsonValue } from '../../kernel/json.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { askedUnder } from '../ask.ts';
import { chargeNow, type SpendAnswer, type UseAsked, type UseRequest } from '../charge.ts';
import { refuseCapture, type UseWanted, useFrom } from '../gated-event.ts';
import { type HoldAnswer, hold } from '../hold.ts';
import { byFacts, type KnownFacts } from './facts.ts';
import type { SpendGate } from './ports.ts';
import { record } from './record.ts';

/** What a payer is to be charged for, under a key of the caller's. */
export interface UseRequested extends UseWanted {
  readonly payer: PayerKey;
  readonly key: string;
  /** The payer's token that it is asked for with. */
  readonly token: string | undefined;
}

export interface HoldRequested extends UseRequested {
  readonly lastsMs: number;
  readonly isLease: boolean;
  /** An API key asks, for whoever sent it the token: what it holds, no token ends. */
  readonly isByKey: boolean;
}

/** What is answered beside what was decided. */
export interface Answered {
  readonly currency: Currency;
  /** Up to when what was used besides was counted; undefined where nothing went by it. */
  readonly asOf: Timestamp | undefined;
}

/** Of each hold that is open, all of it is in memory. */
const DATA_CHARACTERS_MAX = 4_096;

/**
 * Charges what is used now, and records it.
 * @throws Rejection as `useFrom`, `chargeNow`, `Spend` and what reads terms do
 */
export async function chargeUsage(
  protocol: SpendGate,
  tenant: string,
  requested: UseRequested,
): Promise<SpendAnswer & Answered> {
  const { payer } = requested;
  refuseLongData(requested.data);
  const asked = askedBy(requested, bodyOf('charge', requested));
  return byFacts(protocol, { tenant, payer }, (facts) => {
    const use = (at: Timestamp): UseAsked => {
      const own = useFrom(facts.terms, at, requested);
      refuseCapture(facts.terms.meter(own.meter), own.quantity);
      return own;
    };
    return chargedBy(protocol, tenant, { facts, use, asked });
  });
}

/** Charges by what is known of the payer whose terms these are, and records it. */
export async function chargedBy(
  protocol: SpendGate,
  tenant: string,
  { facts, ...request }: Pick<UseRequest, 'use' | 'asked'> & { readonly facts: KnownFacts },
): Promise<SpendAnswer & Answered> {
  const { terms } = facts;
  const charge = chargeNow({ ...request, ...facts });
  const decided = await protocol.spend.decide(tenant, terms.payer as PayerKey, charge);
  const { toRecord, ...answer } = decided;
  await record(protocol, { tenant, terms }, toRecord);
  return { ...answer, ...answered(facts) };
}

/**
 * Holds what may be used.
 * @throws Rejection as `useFrom`, `hold`, `Spend` and what reads terms do
 */
export async function holdUsage(
  protocol: SpendGate,
  tenant: string,
  requested: HoldRequested,
): Promise<HoldAnswer & Answered> {
  const { isByKey, ...wanted } = requested;
  const { payer, lastsMs, isLease, token } = wanted;
  refuseLongData(wanted.data);
  const body = bodyOf('hold', wanted);
  const asked = isByKey
    ? askedUnder(callersKey(wanted.key, undefined), [body, token ?? null], token)
    : askedBy(wanted, body);
  return byFacts(protocol, { tenant, payer }, async (facts) => {
    const use = (at: Timestamp): UseAsked => {
      const own = useFrom(facts.terms, at, requested);
      // A hold is captured once; a lease in parts.
      if (!isLease) refuseCapture(facts.terms.meter(own.meter), own.quantity);
      return own;
    };
    const held = hold({ use, asked, lastsMs, isLease, isByKey, ...facts });
    const answer = await protocol.spend.decide(tenant, payer, held);
    return { ...answer, ...answered(facts) };
  });
}

/** Keys of callers are kept apart from those that we make, and those of each token from all others. */
export const callersKey = (key: string, token: string | undefined): string =>
  token === undefined ? `asked ${key}` : `token ${token} ${key}`;

const askedBy = ({ key, token }: Pick<UseRequested, 'key' | 'token'>, body: JsonValue) =>
  askedUnder(callersKey(key, token), body, token);

export const answered = ({ terms, ungated }: KnownFacts): Answered => ({
  currency: terms.currency,
  asOf: ungated.wasAsked ? ungated.asOf : undefined,
});

/** As a repeat has to say it again. */
const bodyOf = (
  what: string,
  { payer, key: _key, token: _token, quantity, data, ...wanted }: UseRequested,
): JsonValue => [
  what,
  payer,
  decimalText(quantity),
  JSON.parse(JSON.stringify(wanted)) as JsonValue,
  data ?? null,
];

/** @throws Rejection `event.too-large` */
export function refuseLongData(data: JsonObject | undefined): void {
  const length = data === undefined ? 0 : canonicalJson(data).length;
  if (length <= DATA_CHARACTERS_MAX) return;
  throw new Rejection(
    'event.too-large',
    `give data of at most ${DATA_CHARACTERS_MAX} characters, got ${length}`,
    { param: '/data' },
  );
}
