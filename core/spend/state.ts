import type { Currency } from '../kernel/currency.ts';
import { type Decimal, decimalOf } from '../kernel/decimal.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import type {
  Budget,
  Gated,
  GrantKind,
  PassTerms,
  PassUnits,
  Priced,
  TokenAction,
} from './entry.ts';
import { RecentKeys } from './recent-keys.ts';
import type { Refill } from './refill-entry.ts';

/** What captures of one domain come to, with what passes covered of them. */
export interface Captured {
  readonly quantity: Decimal;
  readonly net: Nanos;
  readonly tax: Nanos;
}

/** What captures of one domain took from a wallet, with tax; less what they gave back. */
export interface Drawn {
  readonly bought: Nanos;
  /** Of grants that nobody paid. */
  readonly given: Nanos;
}

/** What passes covered of one domain, as its plan prices it, and what they took of their own price for it. */
export interface Passed extends Priced {
  readonly paid: Priced;
}

/** Units of a meter that were bought, and how many are used. */
export interface Pass {
  readonly id: string;
  readonly at: Timestamp;
  readonly terms: PassTerms;
  readonly used: Decimal;
}

/** Money that was taken out of a wallet to be refunded. */
export interface WithdrawalState {
  /** The id of the withdrawal. */
  readonly id: string;
  readonly at: Timestamp;
  readonly amount: Nanos;
}

/** What was captured of a meter: on one local day, or ever. */
export interface Used {
  readonly quantity: Decimal;
  /** Net and tax, without what passes covered, and with what they cost. */
  readonly gross: Nanos;
}

/** A hold that may still be captured. */
export interface Hold {
  readonly id: string;
  readonly at: Timestamp;
  readonly gated: Gated;
  /** What is still held of it; once it has ended, what could still be captured, if it fits. */
  readonly quantity: Decimal;
  /** How much of it was captured. */
  readonly captured: Decimal;
  /** How many captures it had. */
  readonly captures: number;
  readonly endsAt: Timestamp;
  readonly isLease: boolean;
  readonly token?: string;
  /** Its end is in the log. */
  readonly hasEnded: boolean;
  /** What of it is held of passes. */
  readonly passes?: readonly PassUnits[];
}

/** Money of a wallet, and what is left of it. */
export interface Grant {
  readonly id: string;
  readonly at: Timestamp;
  readonly kind: GrantKind;
  readonly amount: Nanos;
  readonly left: Nanos;
  readonly priority: number;
  readonly endsAt?: Timestamp;
  readonly document?: string;
  /** It is all that was given back of views, and grows with each. */
  readonly isRefund?: true;
  /** It is of the price of this pass, and pays for nothing else. */
  readonly pass?: string;
}

/** A secret with which a payer asks by itself. */
export interface Token {
  readonly id: string;
  readonly at: Timestamp;
  readonly hash: string;
  readonly actions: readonly TokenAction[];
  readonly limit?: Nanos;
  /** That of the limit. */
  readonly currency?: Currency;
  readonly endsAt: Timestamp;
  /** What was captured with it, gross. */
  readonly spent: Nanos;
}

/** Up to how much for one thing a payer pays without being asked, gross. */
export interface Threshold {
  readonly amount: Nanos;
  readonly currency: Currency;
}

/** How a wallet is refilled, and why it is not any more. */
export interface RefillState extends Refill {
  /** Since when. */
  readonly at: Timestamp;
  readonly endedBy?: string;
}

/** Since when a wallet is low; `id` is that of the entry that says so. */
export interface LowState {
  readonly id: string;
  readonly at: Timestamp;
  /** What it had then. */
  readonly left: Nanos;
  /** What was told of it; undefined where nothing was. */
  readonly told?: 'low' | 'ended';
}

/** What is known of a payer's spending: the fold of its log. Copied for each block that is decided. */
export class SpendState {
  /** How many blocks it is the fold of. */
  version = 0;
  /** When the last of them was written: nothing after it is dated earlier. */
  at: Timestamp = timestampOf(0);
  payer: string | undefined;
  /** That of its wallet. */
  currency: Currency | undefined;
  /** Blocks of which it is not known that their events are in the queue. */
  untold: ReadonlySet<number> = new Set();
  /** Units of leases that nobody reported, by meter. */
  unreported: ReadonlyMap<string, Decimal> = new Map();
  /** By domain. */
  captured: Map<string, Captured> = new Map();
  /** By local day, then by meter. */
  days: Map<string, ReadonlyMap<string, Used>> = new Map();
  /** Before the days that are kept, by meter. */
  before: ReadonlyMap<string, Used> = new Map();
  holds: Map<string, Hold> = new Map();
  budgets: Map<string, Budget> = new Map();
  grants: readonly Grant[] = [];
  /** Views that were given back, by the ids of their charges: on which local day. */
  refunded: ReadonlyMap<string, string> = new Map();
  /** By domain. */
  drawn: ReadonlyMap<string, Drawn> = new Map();
  /** By their ids, until nothing can be captured of them any more. */
  passes: ReadonlyMap<string, Pass> = new Map();
  /** By domain. */
  passed: ReadonlyMap<string, Passed> = new Map();
  /** What was taken out to be refunded, by the key it was asked for under, for as long as somebody may ask again. */
  takenOut: ReadonlyMap<string, WithdrawalState> = new Map();
  /** Those that were not revoked. */
  tokens: ReadonlyMap<string, Token> = new Map();
  /** Undefined where it is asked each time. */
  threshold: Threshold | undefined;
  /** Undefined where nobody is to know that the wallet is low. */
  refill: RefillState | undefined;
  /** Undefined where the wallet was not found to be low since money came into it. */
  low: LowState | undefined;
  /** What was captured and no grant was left for. */
  owed: Nanos = nanosOf(0n);
  keys = new RecentKeys();

  copy(): SpendState {
    const copy = Object.assign(new SpendState(), this);
    copy.captured = new Map(this.captured);
    copy.days = new Map(this.days);
    copy.holds = new Map(this.holds);
    copy.budgets = new Map(this.budgets);
    return copy;
  }
}

export const nothingCaptured: Captured = {
  quantity: decimalOf(0n),
  net: nanosOf(0n),
  tax: nanosOf(0n),
};

const nothingPriced = { net: nanosOf(0n), tax: nanosOf(0n) };

export const nothingPassed: Passed = { ...nothingPriced, paid: nothingPriced };

export const nothingDrawn: Drawn = { bought: nanosOf(0n), given: nanosOf(0n) };

export const nothingUsed: Used = { quantity: decimalOf(0n), gross: nanosOf(0n) };

/** How long what has ended can still be captured, where it fits. */
export const lateCaptureMs = 24 * 3_600_000;

/** Holds of before an end last a day, and may be captured for a day after: until then it is still drawn from. */
const DRAWN_AFTER_MS = 2 * lateCaptureMs;

/** When nothing is drawn any more from what ends at an instant. */
export const overAt = (endsAt: Timestamp): Timestamp => timestampOf(endsAt + DRAWN_AFTER_MS);

/** Whether a hold still keeps anything for its capture. */
export const isHeld = (hold: Hold, now: Timestamp): boolean => !hold.hasEnded && now < hold.endsAt;
