import type { AgreedCoupon } from './coupons.ts';
import {
  BadEntry,
  integerIn,
  listIn,
  objectIn,
  objectsIn,
  rowOf,
  rowsIn,
  textIn,
  unitsIn,
} from './entry.ts';
import { isObject, type JsonObject, jsonFrom } from './json.ts';
import { PLACES, textOf } from './numbers.ts';

/** How something is taxed: a category of EN 16931, and a rate in percent as a text. */
export interface Treatment {
  readonly category: string;
  readonly rate: string;
}

/** What a charge of a month is called in the books. */
interface ChargeKey {
  readonly kind: 'usage' | 'minimum' | 'fee' | 'commitment' | 'term' | 'given' | 'pass' | 'coupon';
  readonly plan: string;
  readonly version: string;
  readonly charge: string;
  /** Where its part of the month begins, in milliseconds. */
  readonly start: number;
}

/** By how much what is billed of one charge of one month grows, or shrinks. */
export interface Billed {
  readonly period: string;
  readonly text: string;
  readonly key: ChargeKey;
  readonly taxCode: string;
  readonly quantity: bigint;
  /** In 1e-24. */
  readonly exact: bigint;
}

export interface Carried {
  readonly taxCode: string;
  readonly taxed: Treatment | undefined;
  readonly in: bigint;
  readonly out: bigint;
  readonly residueIn: bigint;
  readonly residueOut: bigint;
}

/** A part of a month under a version of a plan, as it was agreed when the month was closed. */
export interface AgreedStretch {
  readonly plan: string;
  readonly version: string;
  readonly start: number;
  readonly end: number;
  readonly share: { readonly from: number; readonly to: number; readonly of: number };
}

/** The prices of a version of a plan, by SHA-256 of them as canonical JSON, in base64. */
export interface AgreedPrices {
  readonly plan: string;
  readonly version: string;
  /** Undefined in documents from before it was kept. */
  readonly digest: string | undefined;
}

export interface Agreed {
  readonly rules: number;
  readonly stretches: readonly AgreedStretch[];
  /** Each version once: of its stretches, and of what is charged in advance. */
  readonly prices: readonly AgreedPrices[];
  readonly taxes: ReadonlyMap<string, Treatment>;
  readonly coupons: readonly AgreedCoupon[];
  /** Those of the next month, where something of that is charged before it. */
  readonly couponsAhead: readonly AgreedCoupon[];
  /** Of the month that charges what is missing of a term: what was committed to. */
  readonly commitment: AgreedCommitment | undefined;
}

/** The months `from` to `last`, and what their charges come to together at least, in 1e-24. */
interface AgreedCommitment {
  readonly from: string;
  readonly last: string;
  readonly amount: bigint;
}

/** A document that closed a month, as the log has it: an invoice, or a statement. */
export interface Closing {
  readonly kind: 'invoice' | 'statement';
  readonly customer: string;
  readonly period: { readonly month: string; readonly start: number; readonly end: number };
  readonly attempt: number;
  readonly billed: readonly Billed[];
  readonly recognised: bigint;
  readonly carry: readonly Carried[];
  readonly agreed: Agreed | undefined;
}

const stretchMembers = ['plan', 'version', 'start', 'end', 'from', 'to', 'of'];
const couponMembers = [
  ...['key', 'start', 'end', 'from', 'to', 'of'],
  ...['percent', 'amount', 'charges', 'fees'],
];
const commitmentMembers = ['from', 'last', 'amount', 'plan', 'version'];
const treatmentMembers = ['category', 'rate', 'exemptionReason', 'exemptionCode'];

/** @throws BadEntry */
export function closingFrom(document: JsonObject): Closing {
  const kind = textIn(document, 'kind');
  if (kind !== 'invoice' && kind !== 'statement') throw new BadEntry(`a ${kind} closes no month`);
  const period = objectIn(document, 'period');
  return {
    ...{ kind, customer: textIn(document, 'customer'), attempt: integerIn(document, 'attempt') },
    period: {
      month: textIn(period, 'label'),
      ...{ start: integerIn(period, 'start'), end: integerIn(period, 'end') },
    },
    billed: objectsIn(document, 'billed').map(billedFrom),
    recognised: unitsIn(document, 'recognised'),
    carry: objectsIn(document, 'carry').map(carriedFrom),
    agreed: document['agreed'] === undefined ? undefined : agreedFrom(objectIn(document, 'agreed')),
  };
}

function billedFrom(one: JsonObject): Billed {
  const text = textIn(one, 'charge');
  return {
    ...{ period: textIn(one, 'period'), text, key: keyFrom(text), taxCode: textIn(one, 'taxCode') },
    ...{ quantity: unitsIn(one, 'quantity'), exact: unitsIn(one, 'exact') },
  };
}

const kinds: Readonly<Record<string, ChargeKey['kind']>> = {
  ...{ usage: 'usage', minimum: 'minimum', fee: 'fee', commitment: 'commitment' },
  ...{ term: 'term', given: 'given', pass: 'pass', coupon: 'coupon' },
};

/**
 * `["usage", plan, version, charge, start]`; what a wallet or a pass changes of one is `["given", key]`, what a
 * coupon takes off it `["coupon", coupon, key]`.
 */
function keyFrom(text: string): ChargeKey {
  const parts = jsonFrom(text);
  const [name, plan, version, charge, start] = Array.isArray(parts) ? (parts as unknown[]) : [];
  const kind = typeof name === 'string' ? kinds[name] : undefined;
  if ((kind === 'given' || kind === 'pass') && typeof plan === 'string')
    return { ...keyFrom(plan), kind };
  if (kind === 'coupon' && typeof version === 'string') return offFrom(keyFrom(version));
  if (kind === undefined || typeof plan !== 'string' || typeof version !== 'string')
    throw new BadEntry(`a charge is called by its kind, plan and version, got ${text}`);
  if (typeof charge !== 'string' || typeof start !== 'number')
    throw new BadEntry(`a charge is called by its own key and its beginning, got ${text}`);
  return { kind, plan, version, charge, start };
}

/** Lines call a commitment so. */
const offFrom = (of: ChargeKey): ChargeKey => ({
  ...{ ...of, kind: 'coupon' },
  charge: of.kind === 'commitment' ? 'commitment' : of.charge,
});

function carriedFrom(one: JsonObject): Carried {
  const taxed = one['taxed'];
  return {
    taxCode: textIn(one, 'taxCode'),
    taxed: taxed === undefined ? undefined : treatmentFrom(rowOf(taxed, 'taxed', treatmentMembers)),
    ...{ in: unitsIn(one, 'in'), out: unitsIn(one, 'out') },
    ...{ residueIn: unitsIn(one, 'residueIn'), residueOut: unitsIn(one, 'residueOut') },
  };
}

const treatmentFrom = (row: JsonObject): Treatment => ({
  category: textIn(row, 'category'),
  rate: textOf(unitsIn(row, 'rate'), PLACES),
});

function agreedFrom(agreed: JsonObject): Agreed {
  const taxes = rowsIn(agreed, 'taxes', ['code', ...treatmentMembers]);
  const stretches = rowsIn(agreed, 'stretches', stretchMembers).map(stretchFrom);
  return {
    ...{ rules: integerIn(agreed, 'rules'), stretches, prices: pricesFrom(agreed, stretches) },
    taxes: new Map(taxes.map((row) => [textIn(row, 'code'), treatmentFrom(row)])),
    coupons: rowsIn(agreed, 'coupons', couponMembers).map(couponFrom),
    couponsAhead: rowsIn(agreed, 'couponsAhead', couponMembers).map(couponFrom),
    commitment:
      agreed['commitment'] === undefined
        ? undefined
        : commitmentFrom(rowOf(agreed['commitment'], 'commitment', commitmentMembers)),
  };
}

function pricesFrom(
  agreed: JsonObject,
  stretches: readonly AgreedStretch[],
): readonly AgreedPrices[] {
  const unnamed = stretches.map(({ plan, version }) => ({ plan, version, digest: undefined }));
  const named = rowsIn(agreed, 'prices', ['plan', 'version', 'digest']).map((row) => ({
    ...{ plan: textIn(row, 'plan'), version: textIn(row, 'version') },
    digest: textIn(row, 'digest'),
  }));
  const all = [...unnamed, ...named];
  return [...new Map(all.map((one) => [JSON.stringify([one.plan, one.version]), one])).values()];
}

const stretchFrom = (row: JsonObject): AgreedStretch => ({
  ...{ plan: textIn(row, 'plan'), version: textIn(row, 'version') },
  ...{ start: integerIn(row, 'start'), end: integerIn(row, 'end') },
  share: { from: integerIn(row, 'from'), to: integerIn(row, 'to'), of: integerIn(row, 'of') },
});

const commitmentFrom = (row: JsonObject): AgreedCommitment => ({
  ...{ from: textIn(row, 'from'), last: textIn(row, 'last') },
  amount: unitsIn(row, 'amount'),
});

const couponFrom = (row: JsonObject): AgreedCoupon => ({
  ...{ key: textIn(row, 'key'), start: integerIn(row, 'start'), end: integerIn(row, 'end') },
  share: { from: integerIn(row, 'from'), to: integerIn(row, 'to'), of: integerIn(row, 'of') },
  percent: row['percent'] === undefined ? undefined : unitsIn(row, 'percent'),
  amount: row['amount'] === undefined ? undefined : unitsIn(row, 'amount'),
  ...{ charges: keysIn(row, 'charges'), fees: keysIn(row, 'fees') },
});

const keysIn = (row: JsonObject, name: string): readonly string[] | undefined =>
  row[name] === undefined
    ? undefined
    : listIn(row, name).map((key) => textIn({ [name]: key }, name));

/** What a document shows, as the very bytes that the books keep. @throws BadEntry */
export function contentOf(document: JsonObject): JsonObject {
  const content = jsonFrom(textIn(document, 'content'));
  if (isObject(content)) return content;
  throw new BadEntry('what a document shows is an object');
}
