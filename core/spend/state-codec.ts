import {
  type Codec,
  currencyCodec,
  decimalCodec,
  flagCodec,
  integerCodec,
  list,
  nanosCodec,
  object,
  oneOf,
  optional,
  row,
  textCodec,
  timestampCodec,
  trueCodec,
} from '../books/json-codec.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { invariant } from '../kernel/invariant.ts';
import type { JsonValue } from '../kernel/json.ts';
import { storedBytes, storedJson } from './block.ts';
import {
  actionCodec,
  budgetCodec,
  gatedMembers,
  passTermsCodec,
  passUnitsCodec,
  refillMembers,
  toldCodec,
} from './entry-codec.ts';
import { type KeyPage, RecentKeys } from './recent-keys.ts';
import {
  type Captured,
  type Drawn,
  type Grant,
  type Hold,
  type LowState,
  type Pass,
  type Passed,
  type RefillState,
  SpendState,
  type Threshold,
  type Token,
  type Used,
  type WithdrawalState,
} from './state.ts';

const mapOf = <Value>(value: Codec<Value>): Codec<ReadonlyMap<string, Value>> => ({
  toJson: (map) => [...map].map(([key, one]): JsonValue => [key, value.toJson(one)]),
  fromJson(json, at) {
    invariant(Array.isArray(json), `${at} is a list`);
    return new Map(
      (json as readonly JsonValue[]).map((pair, index): [string, Value] => {
        invariant(Array.isArray(pair), `${at}[${index}] is a pair`);
        const [key, one] = pair as readonly JsonValue[];
        const place = `${at}[${index}]`;
        return [textCodec.fromJson(key ?? null, place), value.fromJson(one ?? null, place)];
      }),
    );
  },
});

const capturedCodec: Codec<Captured> = row({
  quantity: decimalCodec,
  net: nanosCodec,
  tax: nanosCodec,
});
const drawnCodec: Codec<Drawn> = row({ bought: nanosCodec, given: nanosCodec });
const usedCodec: Codec<Used> = row({ quantity: decimalCodec, gross: nanosCodec });
const holdCodec: Codec<Hold> = row<Hold>({
  id: textCodec,
  at: timestampCodec,
  gated: row(gatedMembers),
  quantity: decimalCodec,
  captured: decimalCodec,
  captures: integerCodec,
  endsAt: timestampCodec,
  isLease: flagCodec,
  hasEnded: flagCodec,
  token: optional(textCodec),
  passes: optional(list(passUnitsCodec)),
});
const grantCodec: Codec<Grant> = row<Grant>({
  id: textCodec,
  at: timestampCodec,
  kind: oneOf({ bought: true, given: true, promotional: true }),
  amount: nanosCodec,
  left: nanosCodec,
  priority: integerCodec,
  endsAt: optional(timestampCodec),
  document: optional(textCodec),
  isRefund: optional(trueCodec),
  pass: optional(textCodec),
});

const passCodec: Codec<Pass> = row<Pass>({
  id: textCodec,
  at: timestampCodec,
  terms: passTermsCodec,
  used: decimalCodec,
});

const pricedMembers = { net: nanosCodec, tax: nanosCodec };
const passedCodec: Codec<Passed> = row<Passed>({ ...pricedMembers, paid: row(pricedMembers) });

const tokenCodec: Codec<Token> = row<Token>({
  id: textCodec,
  at: timestampCodec,
  hash: textCodec,
  actions: list(actionCodec),
  endsAt: timestampCodec,
  spent: nanosCodec,
  limit: optional(nanosCodec),
  currency: optional(currencyCodec),
});

/** The keys of the tail, block by block, as hexadecimal text. */
const tailCodec: Codec<{
  readonly seq: number;
  readonly at: SpendState['at'];
  readonly keys: string;
}> = row({ seq: integerCodec, at: timestampCodec, keys: textCodec });

type Kept = Omit<
  { readonly [Name in keyof SpendState]: SpendState[Name] },
  | 'copy'
  | 'keys'
  | 'untold'
  | 'payer'
  | 'currency'
  | 'refunded'
  | 'drawn'
  | 'takenOut'
  | 'threshold'
  | 'refill'
  | 'low'
  | 'passes'
  | 'passed'
> & {
  /** Left out where there are none. */
  readonly passes?: SpendState['passes'];
  /** Left out where no pass has covered any. */
  readonly passed?: SpendState['passed'];
  /** Left out where nothing was taken out. */
  readonly takenOut?: SpendState['takenOut'];
  /** Left out where no view was given back. */
  readonly refunded?: SpendState['refunded'];
  /** Left out where there is no wallet, and in states of before it was known. */
  readonly drawn?: SpendState['drawn'];
  readonly payer?: string;
  readonly currency?: SpendState['currency'];
  readonly threshold?: Threshold;
  readonly refill?: RefillState;
  readonly low?: LowState;
  readonly untold: readonly number[];
  /** The pages of keys that are still looked at: from one, to one before another. */
  readonly pages: { readonly from: number; readonly to: number };
  readonly tail: readonly {
    readonly seq: number;
    readonly at: SpendState['at'];
    readonly keys: string;
  }[];
};

const keptCodec = object<Kept>({
  version: integerCodec,
  at: timestampCodec,
  payer: optional(textCodec),
  currency: optional(currencyCodec),
  untold: list(integerCodec),
  unreported: mapOf(decimalCodec),
  captured: mapOf(capturedCodec) as Codec<Kept['captured']>,
  days: mapOf(mapOf(usedCodec)) as Codec<Kept['days']>,
  before: mapOf(usedCodec),
  holds: mapOf(holdCodec) as Codec<Kept['holds']>,
  budgets: mapOf(budgetCodec) as Codec<Kept['budgets']>,
  grants: list(grantCodec),
  tokens: mapOf(tokenCodec),
  owed: nanosCodec,
  refunded: optional(mapOf(textCodec)),
  drawn: optional(mapOf(drawnCodec)),
  takenOut: optional(
    mapOf(row<WithdrawalState>({ id: textCodec, at: timestampCodec, amount: nanosCodec })),
  ),
  pages: row({ from: integerCodec, to: integerCodec }),
  tail: list(tailCodec),
  threshold: optional(row<Threshold>({ amount: nanosCodec, currency: currencyCodec })),
  passes: optional(mapOf(passCodec)),
  passed: optional(mapOf(passedCodec)),
  refill: optional(
    row<RefillState>({ ...refillMembers, at: timestampCodec, endedBy: optional(textCodec) }),
  ),
  low: optional(
    row<LowState>({
      id: textCodec,
      at: timestampCodec,
      left: nanosCodec,
      told: optional(toldCodec),
    }),
  ),
});

const HEX = 16;
const DIGEST_CHARACTERS = 16;

/** A state as it is kept; its pages of keys are kept by themselves, before it. */
export function spendStateBytes(state: SpendState): Uint8Array {
  const { keys, untold, payer, currency, refunded, drawn, takenOut, threshold, ...rest } = state;
  const { passes, passed, refill, low, ...others } = rest;
  const first = keys.pages[0]?.page ?? 1;
  return storedBytes(
    keptCodec.toJson({
      ...others,
      ...(payer === undefined ? {} : { payer }),
      ...definedOnly({ currency, threshold, refill, low }),
      ...(refunded.size === 0 ? {} : { refunded }),
      ...(state.grants.length === 0 ? {} : { drawn }),
      ...(takenOut.size === 0 ? {} : { takenOut }),
      ...(passes.size === 0 ? {} : { passes }),
      ...(passed.size === 0 ? {} : { passed }),
      untold: [...untold],
      pages: { from: first, to: first + keys.pages.length },
      tail: keys.tail.map(({ seq, at, keys: own }) => ({
        ...{ seq, at },
        keys: [...own].map((one) => one.toString(HEX).padStart(DIGEST_CHARACTERS, '0')).join(''),
      })),
    }),
  );
}

/** A kept state without its pages of keys, and which those are. */
export interface KeptState {
  /** Whether all is known that the log says; of before some of it was kept, the log is to be read again. */
  readonly isWhole: boolean;
  readonly pages: { readonly from: number; readonly to: number };
  /** The state with them. */
  withPages(pages: readonly KeyPage[]): SpendState;
}

/** The reverse of `spendStateBytes`. */
export function keptStateFrom(bytes: Uint8Array): KeptState {
  const kept = keptCodec.fromJson(storedJson(bytes), 'state');
  const { pages, tail, untold, ...others } = kept;
  return {
    isWhole: kept.drawn !== undefined || kept.grants.length === 0,
    pages,
    withPages(loaded) {
      const state = Object.assign(new SpendState(), others);
      state.untold = new Set(untold);
      state.keys = new RecentKeys(
        loaded,
        tail.map(({ seq, at, keys }) => ({ seq, at, keys: new Set(digestsIn(keys)) })),
      );
      return state;
    },
  };
}

function digestsIn(text: string): bigint[] {
  const count = text.length / DIGEST_CHARACTERS;
  return Array.from({ length: count }, (_, index) =>
    BigInt(`0x${text.slice(index * DIGEST_CHARACTERS, (index + 1) * DIGEST_CHARACTERS)}`),
  );
}
