import {
  type Codec,
  currencyCodec,
  decimalCodec,
  flagCodec,
  integerCodec,
  list,
  type Members,
  nanosCodec,
  object,
  oneOf,
  optional,
  row,
  textCodec,
  timestampCodec,
  trueCodec,
} from '../books/json-codec.ts';
import { InvariantViolation, invariant } from '../kernel/invariant.ts';
import type { JsonValue } from '../kernel/json.ts';
import type {
  Asked,
  Budget,
  BudgetEntry,
  BudgetRemovalEntry,
  CaptureEntry,
  ChargeEntry,
  EndEntry,
  Gated,
  GrantEntry,
  HeldOffer,
  HoldEntry,
  PassEntry,
  PassPart,
  PassTerms,
  PassUnits,
  PassUse,
  Priced,
  ReleaseEntry,
  SpendBlock,
  SpendEntry,
  SpendEntryKind,
  ThresholdEntry,
  TokenAction,
  TokenEntry,
  TokenRemovalEntry,
  ViewRefund,
  WithdrawalEntry,
} from './entry.ts';
import type {
  LowEntry,
  LowToldEntry,
  Refill,
  RefillEndEntry,
  RefillEntry,
  RefillMeans,
} from './refill-entry.ts';

type Without<Entry extends SpendEntry> = Omit<Entry, 'kind'>;
type EntryOf<Kind extends SpendEntryKind> = Extract<SpendEntry, { readonly kind: Kind }>;

const asked: Members<Asked> = {
  key: textCodec,
  body: textCodec,
  left: optional(nanosCodec),
  token: optional(textCodec),
};
const priced: Members<Priced> = { net: nanosCodec, tax: nanosCodec };
export const gatedMembers: Members<Gated> = {
  subject: textCodec,
  meter: textCodec,
  type: textCodec,
  data: optional(textCodec),
  day: textCodec,
  domain: textCodec,
};

const limitCodec: Codec<Budget['limit']> = {
  toJson: (limit) =>
    limit.of === 'money'
      ? ['money', nanosCodec.toJson(limit.amount), limit.currency]
      : ['units', decimalCodec.toJson(limit.units)],
  fromJson(json, at) {
    invariant(Array.isArray(json), `${at} is a list`);
    const [of, amount, currency] = json as readonly JsonValue[];
    if (of === 'units') return { of, units: decimalCodec.fromJson(amount ?? null, at) };
    invariant(of === 'money', `${at} limits money or units`);
    return {
      of,
      amount: nanosCodec.fromJson(amount ?? null, at),
      currency: currencyCodec.fromJson(currency ?? null, at),
    };
  },
};

export const budgetCodec: Codec<Budget> = row<Budget>({
  key: textCodec,
  limit: limitCodec,
  every: oneOf({ day: true, week: true, month: true, ever: true }),
  hard: flagCodec,
  meter: optional(textCodec),
  own: optional(trueCodec),
});

export const actionCodec: Codec<TokenAction> = oneOf({
  charge: true,
  read: true,
  budget: true,
  'top-up': true,
  refund: true,
});

const offerCodec: Codec<HeldOffer> = row<HeldOffer>({
  by: oneOf({ x402: true, mpp: true, consent: true, threshold: true, 'private-token': true }),
  nonce: textCodec,
  atMost: nanosCodec,
  resource: textCodec,
  description: optional(textCodec),
  settled: optional(textCodec),
});

export const passUnitsCodec: Codec<PassUnits> = row<PassUnits>({
  pass: textCodec,
  units: decimalCodec,
});

const passUseCodec: Codec<PassUse> = row<PassUse>({
  ...priced,
  parts: list(row<PassPart>({ pass: textCodec, units: decimalCodec, ...priced })),
});

const filterCodec: Codec<NonNullable<PassTerms['filter']>> = {
  toJson: (filter) => Object.entries(filter).map(([name, values]) => [name, [...values]]),
  fromJson(json, at) {
    const named = list(row({ name: textCodec, values: list(textCodec) })).fromJson(json, at);
    return Object.fromEntries(named.map(({ name, values }) => [name, values]));
  },
};

export const passTermsCodec: Codec<PassTerms> = row<PassTerms>({
  key: textCodec,
  name: textCodec,
  meter: textCodec,
  units: decimalCodec,
  price: nanosCodec,
  currency: currencyCodec,
  endsAt: timestampCodec,
  filter: optional(filterCodec),
  flat: optional(trueCodec),
});

export const toldCodec: Codec<LowToldEntry['told']> = oneOf({ low: true, ended: true });

export const refillMembers: Members<Refill> = {
  below: nanosCodec,
  currency: currencyCodec,
  by: optional(row<RefillMeans>({ amount: nanosCodec, monthly: nanosCodec, payment: textCodec })),
};

/** Members of a kind go on at the end, and may then be left out: blocks of before stay readable. */
const codecs: { readonly [Kind in SpendEntryKind]: Codec<Without<EntryOf<Kind>>> } = {
  charge: row<Without<ChargeEntry>>({
    ...{ ...gatedMembers, quantity: decimalCodec, ...priced, ...asked },
    byPass: optional(passUseCodec),
  }),
  hold: row<Without<HoldEntry>>({
    ...{ ...gatedMembers, quantity: decimalCodec, ...priced, ...asked },
    endsAt: timestampCodec,
    lease: optional(trueCodec),
    offer: optional(offerCodec),
    byKey: optional(trueCodec),
    passes: optional(list(passUnitsCodec)),
  }),
  capture: row<Without<CaptureEntry>>({
    ...{ hold: textCodec, quantity: decimalCodec, ...priced, ...asked },
    kept: optional(trueCodec),
    byPass: optional(passUseCodec),
  }),
  release: row<Without<ReleaseEntry>>({ hold: textCodec, ...asked }),
  end: row<Without<EndEntry>>({ hold: textCodec, quantity: decimalCodec }),
  budget: row<Without<BudgetEntry>>({ budget: budgetCodec, ...asked }),
  'budget-removal': row<Without<BudgetRemovalEntry>>({ budget: textCodec, ...asked }),
  grant: row<Without<GrantEntry>>({
    grant: oneOf({ bought: true, given: true, promotional: true }),
    amount: nanosCodec,
    currency: currencyCodec,
    priority: integerCodec,
    ...asked,
    endsAt: optional(timestampCodec),
    document: optional(textCodec),
    refund: optional(row<ViewRefund>({ charge: textCodec, day: textCodec })),
  }),
  withdrawal: row<Without<WithdrawalEntry>>({
    of: textCodec,
    amount: nanosCodec,
    why: oneOf({ refund: true, revocation: true, breakage: true }),
    ...asked,
  }),
  pass: row<Without<PassEntry>>({ pass: passTermsCodec, day: textCodec, ...asked }),
  token: row<Without<TokenEntry>>({
    hash: textCodec,
    actions: list(actionCodec),
    endsAt: timestampCodec,
    ...asked,
    limit: optional(nanosCodec),
    currency: optional(currencyCodec),
  }),
  'token-removal': row<Without<TokenRemovalEntry>>({ of: textCodec, ...asked }),
  threshold: row<Without<ThresholdEntry>>({
    amount: nanosCodec,
    currency: currencyCodec,
    ...asked,
  }),
  refill: row<Without<RefillEntry>>({ ...asked, ...refillMembers }),
  low: row<Without<LowEntry>>({ left: nanosCodec }),
  'low-told': row<Without<LowToldEntry>>({ told: toldCodec }),
  'refill-end': row<Without<RefillEndEntry>>({ reason: textCodec }),
};

const isKind = (kind: JsonValue | undefined): kind is SpendEntryKind =>
  typeof kind === 'string' && Object.hasOwn(codecs, kind);

const entryCodec: Codec<SpendEntry> = {
  toJson(entry) {
    const codec = codecs[entry.kind] as Codec<SpendEntry>;
    return [entry.kind, codec.toJson(entry)];
  },
  fromJson(json, at) {
    const [kind, members] = Array.isArray(json) ? (json as readonly JsonValue[]) : [];
    if (!isKind(kind) || members === undefined) {
      throw new InvariantViolation(`${at} is an entry of a kind that this version knows`);
    }
    const entry: Without<SpendEntry> = codecs[kind].fromJson(members, at);
    // Each codec is that of its kind, which the type of `codecs` holds.
    return { kind, ...entry } as SpendEntry;
  },
};

export const blockCodec: Codec<SpendBlock> = object({
  payer: textCodec,
  at: timestampCodec,
  told: list(integerCodec),
  entries: list(entryCodec),
});
