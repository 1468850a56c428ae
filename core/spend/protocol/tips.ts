import type { Currency } from '../../kernel/currency.ts';
import {
  type Decimal,
  decimalFrom,
  decimalFromInteger,
  decimalText,
} from '../../kernel/decimal.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../kernel/json.ts';
import { type Nanos, nanosText } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { shown } from '../../metering/shown.ts';
import type { Charge } from '../../pricing/charge.ts';
import { askedUnder } from '../ask.ts';
import type { SpendAnswer, UseAsked } from '../charge.ts';
import type { Gated } from '../entry.ts';
import { useFrom } from '../gated-event.ts';
import type { PayerTerms } from '../payer-terms.ts';
import { byFacts } from './facts.ts';
import type { ByToken } from './hold-ends.ts';
import type { SpendGate } from './ports.ts';
import { type Answered, callersKey, chargedBy } from './use.ts';

/** What is added to what was read. */
export interface TipAsked {
  /** The id of a charge, or of a hold, of the payer. */
  readonly on: string;
  /** What its payees have together, without tax; above zero. */
  readonly amount: Nanos;
  readonly currency: Currency;
  /** The meter that tips are counted by. */
  readonly meter: string;
  readonly key: string;
  readonly by: ByToken;
}

/** Tips are counted by it where nobody names another. */
export const tipsMeter = 'tips';

const one = decimalFromInteger(1n);
const DEPTH_MAX = 1_000;
/** Where the event of a tip says what it was for. */
const ON_FIELD = 'tipOn';

/**
 * Charges a payer so much more for what it has read, or holds to read. It is usage of the same content, by a meter that
 * no event of a sender counts in: so it is bounded, booked, shared and given back as all that is charged.
 * @throws Rejection `charge.not-found`, `tip.meter-unsuited`, and as `chargeUsage` does
 */
export async function tip(
  gate: SpendGate,
  tenant: string,
  asked: TipAsked,
): Promise<SpendAnswer & Answered> {
  const { on, amount, currency, by } = asked;
  const { payer, gated } = await tipped(gate, tenant, { on, by });
  const quantity = decimalFrom(nanosText(amount));
  if (quantity === undefined || quantity <= 0n) {
    const detail = `/amount/amount: give an amount above 0, got ${nanosText(amount)}`;
    throw new Rejection('request.invalid', detail, { param: '/amount/amount' });
  }
  const body = ['tip', on, nanosText(amount), currency, asked.meter];
  return byFacts(gate, { tenant, payer }, (facts) =>
    chargedBy(gate, tenant, {
      facts,
      asked: askedUnder(callersKey(asked.key, by?.token), body, by?.token),
      use(at) {
        refuseOtherCurrency(facts.terms, currency);
        return tipUse(facts.terms, at, { gated, on, meter: asked.meter, quantity });
      },
    }),
  );
}

/**
 * What a tip of so much is, as usage of what was read.
 * @throws Rejection `tip.meter-unsuited`, and as `useFrom` does
 */
export function tipUse(
  terms: PayerTerms,
  at: Timestamp,
  {
    gated,
    on,
    ...wanted
  }: Pick<TipAsked, 'on' | 'meter'> & { readonly gated: Gated; readonly quantity: Decimal },
): UseAsked {
  const { subject } = gated;
  const data = { ...dataIn(gated.data), [ON_FIELD]: on };
  const use = useFrom(terms, at, { ...wanted, subject, dimensions: {}, data });
  refuseUnsuited(terms, at, use);
  return use;
}

/** What a tip was for, by its id; undefined for what is none. */
export function tippedBy({ meter, data }: Pick<Gated, 'meter' | 'data'>): string | undefined {
  const on = meter === tipsMeter ? dataIn(data)[ON_FIELD] : undefined;
  return typeof on === 'string' ? on : undefined;
}

/** What was charged or is held under an id, by whom; of what was captured, what was held. */
async function tipped(
  { spend }: Pick<SpendGate, 'spend'>,
  tenant: string,
  { on, by }: Pick<TipAsked, 'on' | 'by'>,
): Promise<{ readonly payer: PayerKey; readonly gated: Gated }> {
  const found = await spend.find(tenant, on);
  const isOwn = found !== undefined && (by === undefined || by.payer === found.payer);
  const held = isOwn && found.entry.kind === 'capture' ? found.entry.hold : undefined;
  const entry = held === undefined ? found?.entry : (await spend.find(tenant, held))?.entry;
  if (!isOwn || (entry?.kind !== 'charge' && entry?.kind !== 'hold')) {
    const detail = '/on: give the id of a charge or of a hold: as they were answered';
    throw new Rejection('charge.not-found', detail, { param: '/on' });
  }
  return { payer: found.payer, gated: entry };
}

function dataIn(text: string | undefined): JsonObject {
  const data = text === undefined ? {} : parseJson(text, DEPTH_MAX);
  return isJsonObject(data) ? data : {};
}

function refuseOtherCurrency({ currency, payer }: PayerTerms, sent: Currency): void {
  if (sent === currency) return;
  const detail = `/amount/currency: give ${currency}, in which ${payer} is charged, got ${sent}`;
  throw new Rejection('wallet.currency-differs', detail, { param: '/amount/currency' });
}

/** What is charged is the tip, and names whom it is for. Who has which part of it, shares say. */
function refuseUnsuited(terms: PayerTerms, at: Timestamp, { meter: key, dimensions }: UseAsked) {
  const meter = terms.meter(key);
  if (meter.aggregation !== 'sum' || meter.chargedOnly !== true) {
    throw unsuited(`take a meter that sums, with "chargedOnly": ${shown(key)} does not`);
  }
  const names = Object.keys(dimensions);
  if (names.length > 0 && names.every((name) => dimensions[name] === null)) {
    throw unsuited(`tip what names ${names.map(shown).join(' or ')}: nobody would have it`);
  }
  const { charge } = terms.chargeFor(at, key, dimensions);
  if (!isOneToOne(charge)) {
    const price = `{"model": "per_unit", "unitPrice": "${decimalText(one)}"}`;
    throw unsuited(
      `price ${shown(key)} by ${price} and nothing else: charge ${shown(charge.key)} of the plan does not`,
    );
  }
}

const isOneToOne = ({ price, included, minimum, maximum }: Charge): boolean =>
  price.model === 'per_unit' &&
  price.unitPrice === one &&
  included === 0n &&
  minimum === undefined &&
  maximum === undefined;

const unsuited = (detail: string): Rejection =>
  new Rejection('tip.meter-unsuited', detail, { param: '/meter' });
