import type { GateDialect } from '../contract/gate/shapes.ts';
import type { TokenAction } from '../contract/route.ts';
import type { Currency } from '../kernel/currency.ts';
import type { Decimal } from '../kernel/decimal.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { Asked, Priced } from './asked.ts';
import type { LowEntry, LowToldEntry, RefillEndEntry, RefillEntry } from './refill-entry.ts';

/** What is used, and what it is charged by; settled when it is held, whenever it is captured. */
export interface Gated {
  readonly subject: string;
  readonly meter: string;
  /** The type of the event that is to be recorded. */
  readonly type: string;
  /** What the event says beside the quantity, as canonical JSON of an object; undefined where nothing. */
  readonly data?: string;
  /** The payer's local day, `YYYY-MM-DD`: what is used counts in its month, week and day. */
  readonly day: string;
  /** By which charge of which part of which month it is priced: see `domainKey`. */
  readonly domain: string;
}

/** Units of a pass: `pass` is the id of the entry that bought it. */
export interface PassUnits {
  readonly pass: string;
  readonly units: Decimal;
}

/** Units of a pass that were used, and what they take of its price. */
export interface PassPart extends PassUnits, Priced {}

/** What passes covered of a capture, as the plan prices it; below zero where a fallen price gives some of it back. */
export interface PassUse extends Priced {
  readonly parts: readonly PassPart[];
}

/** A hold and its capture in one; what passes covered is beside what it cost. */
export interface ChargeEntry extends Asked, Gated, Priced {
  readonly kind: 'charge';
  readonly quantity: Decimal;
  readonly byPass?: PassUse;
}

/** Under what a payer agreed to a hold: it is never charged more for it. */
export interface HeldOffer {
  /** By what it was agreed to. */
  readonly by: GateDialect;
  /** Of the offer; one of its own where nothing was offered. */
  readonly nonce: string;
  /** Gross. */
  readonly atMost: Nanos;
  /** The address of what is paid for. */
  readonly resource: string;
  readonly description?: string;
  /** Of what was paid by a chain: the chain and the transaction, as `eip155:8453:0x…`. */
  readonly settled?: string | undefined;
}

/** So much of a meter is held until `endsAt`; `net` and `tax` are what it would have cost by itself then. */
export interface HoldEntry extends Asked, Gated, Priced {
  readonly kind: 'hold';
  readonly quantity: Decimal;
  readonly endsAt: Timestamp;
  /** It is spent in the memory of a server, and captured in parts. */
  readonly lease?: true;
  readonly offer?: HeldOffer;
  /** An API key asked for it, for whoever sent it the token: no token ends it. */
  readonly byKey?: true;
  /** What of it is held of passes. */
  readonly passes?: readonly PassUnits[];
}

/** Some of a hold was used. What is left of it is given back, unless it is `kept`. */
export interface CaptureEntry extends Asked, Priced {
  readonly kind: 'capture';
  readonly hold: string;
  readonly quantity: Decimal;
  readonly kept?: true;
  readonly byPass?: PassUse;
}

/** Nothing more of a hold is used. */
export interface ReleaseEntry extends Asked {
  readonly kind: 'release';
  readonly hold: string;
}

/** A hold has ended by itself. Of a lease, `quantity` was never reported. */
export interface EndEntry {
  readonly kind: 'end';
  readonly hold: string;
  readonly quantity: Decimal;
}

const budgetIntervals = ['day', 'week', 'month', 'ever'] as const;
export type BudgetInterval = (typeof budgetIntervals)[number];

/** A cap on what is spent in each interval, by money or by units of a meter. */
export interface Budget {
  readonly key: string;
  readonly limit:
    | { readonly of: 'money'; readonly amount: Nanos; readonly currency: Currency }
    | { readonly of: 'units'; readonly units: Decimal };
  readonly every: BudgetInterval;
  /** Only what is used of it counts; always there where units are limited. */
  readonly meter?: string;
  /** Refuses what exceeds it; otherwise it is only told how far it is used. */
  readonly hard: boolean;
  /** The payer has put it, and may change it; the tenant's are the tenant's. */
  readonly own?: true;
}

/** A budget is put, over the one of the same key if there is one. */
export interface BudgetEntry extends Asked {
  readonly kind: 'budget';
  readonly budget: Budget;
}

export interface BudgetRemovalEntry extends Asked {
  readonly kind: 'budget-removal';
  readonly budget: string;
}

const grantKinds = ['bought', 'given', 'promotional'] as const;
export type GrantKind = (typeof grantKinds)[number];

/** A view that is given back. */
export interface ViewRefund {
  /** The charge, or the hold that was captured, by its id. */
  readonly charge: string;
  /** The payer's local day on which it is given back, `YYYY-MM-DD`. */
  readonly day: string;
}

/** Money in a payer's wallet. */
export interface GrantEntry extends Asked {
  readonly kind: 'grant';
  readonly grant: GrantKind;
  readonly amount: Nanos;
  readonly currency: Currency;
  /** The lower, the sooner it is used. */
  readonly priority: number;
  /** Nothing more is charged to it from then on. */
  readonly endsAt?: Timestamp;
  /** The document of the books that says so: of what was bought, the payment. */
  readonly document?: string;
  /** Of what is given back: for which view. All of that is one grant. */
  readonly refund?: ViewRefund;
}

/** Money is taken out of the wallet again: `of` is the grant's id. */
export interface WithdrawalEntry extends Asked {
  readonly kind: 'withdrawal';
  readonly of: string;
  readonly amount: Nanos;
  /** `breakage`: it has ended, and is earned. */
  readonly why: 'refund' | 'revocation' | 'breakage';
}

/** What a pass is for, as it was bought. */
export interface PassTerms {
  /** Of what was offered. */
  readonly key: string;
  readonly name: string;
  readonly meter: string;
  /** Only usage that has one of these values in each of these dimensions. */
  readonly filter?: Readonly<Record<string, readonly string[]>>;
  readonly units: Decimal;
  /** With tax. */
  readonly price: Nanos;
  readonly currency: Currency;
  /** Nothing more is held or charged by it from then on. */
  readonly endsAt: Timestamp;
  /** As much as one can use, up to its units: its first unit takes all of its price. */
  readonly flat?: true;
}

/** A pass is bought with money of the wallet, which is its own from then on. */
export interface PassEntry extends Asked {
  readonly kind: 'pass';
  readonly pass: PassTerms;
  /** The payer's local day, `YYYY-MM-DD`: its price counts in budgets then. */
  readonly day: string;
}

export type { Asked, Priced, TokenAction };

/** A payer may ask by itself, with a secret. */
export interface TokenEntry extends Asked {
  readonly kind: 'token';
  /** SHA-256 of the secret, as base64url. */
  readonly hash: string;
  readonly actions: readonly TokenAction[];
  /** What may be spent with it, gross; undefined where only the payer's own bounds count. */
  readonly limit?: Nanos;
  /** That of the limit. */
  readonly currency?: Currency;
  readonly endsAt: Timestamp;
}

/** A token is revoked. */
export interface TokenRemovalEntry extends Asked {
  readonly kind: 'token-removal';
  readonly of: string;
}

/** Up to so much for one thing is paid without asking, gross. */
export interface ThresholdEntry extends Asked {
  readonly kind: 'threshold';
  readonly amount: Nanos;
  readonly currency: Currency;
}

export type SpendEntry =
  | ChargeEntry
  | HoldEntry
  | CaptureEntry
  | ReleaseEntry
  | EndEntry
  | BudgetEntry
  | BudgetRemovalEntry
  | GrantEntry
  | WithdrawalEntry
  | PassEntry
  | TokenEntry
  | TokenRemovalEntry
  | ThresholdEntry
  | RefillEntry
  | LowEntry
  | LowToldEntry
  | RefillEndEntry;

export type SpendEntryKind = SpendEntry['kind'];

/** What was decided together, at one time. */
export interface SpendBlock {
  readonly payer: string;
  /** No earlier than that of the block before. */
  readonly at: Timestamp;
  /** Blocks whose events are known to be in the queue since then. */
  readonly told: readonly number[];
  readonly entries: readonly SpendEntry[];
}
