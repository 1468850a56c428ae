import type { KeyObject } from 'node:crypto';
import type { PrivatePassBody } from '../../contract/private-passes/shapes.ts';
import type { Currency } from '../../kernel/currency.ts';
import type { PutOutcome } from '../../kernel/log.ts';
import type { Nanos } from '../../kernel/money.ts';
import type { Month } from '../../kernel/month.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';

/** A private pass that is offered, as it was sent, under its key. */
export interface PrivatePassRecord {
  readonly key: string;
  /** How many times it was put. */
  readonly revision: number;
  readonly body: Omit<PrivatePassBody, 'revision'>;
}

/** A private pass of a tenant in a month, in UTC: what has one key. */
export interface EpochPlace {
  readonly tenant: string;
  readonly pass: string;
  readonly month: Month;
}

/** What is sold in a month, and by which key: it never changes. */
export interface PassEpoch extends EpochPlace {
  /** SHA-256 of the public key, in base64url. */
  readonly keyId: string;
  /** The public key, as clients are given it. */
  readonly spki: Uint8Array;
  readonly meter: string;
  readonly issuer: string;
  /** Of one token, with tax. */
  readonly price: Nanos;
  readonly currency: Currency;
  /** How many payers must have bought. */
  readonly crowd: number;
  /** From then on no token is taken. */
  readonly endsAt: Timestamp;
}

/** Where a sale is: its id is a digest of who bought, and of what was to be signed. */
export interface SalePlace extends EpochPlace {
  readonly sale: string;
}

/** A sale of tokens. Only who begins it, or goes on with it, knows the payer: what is kept for longer has a digest. */
export interface PassSale extends SalePlace {
  readonly revision: number;
  readonly state: 'begun' | 'paid' | 'refused';
  readonly units: number;
  readonly amount: Nanos;
  /** The grant of the wallet that it is paid from. */
  readonly grant: string;
  /** A digest of the payer: how many there are makes the crowd. */
  readonly buyer: string;
}

/** A sale that may not be over. */
export interface BegunSale extends SalePlace {
  readonly payer: string;
  readonly at: Timestamp;
}

/** Where it is known that a token was used: by a digest of its nonce. */
export interface SpentPlace extends EpochPlace {
  readonly token: string;
}

/** Who claimed a token last. What became of the hold under that name, the log of the epoch's payer says. */
export interface SpentToken extends SpentPlace {
  readonly revision: number;
  readonly by: string;
  readonly at: Timestamp;
  /** The revision whose hold was given back for good: then anybody who has the token may claim it. */
  readonly released?: number;
  /** Kept until then: the epoch is over for sure. */
  readonly keptUntil: Timestamp;
}

/** Where private passes are kept. Each put is conditional on the revision before it (none for revision 1). */
export interface PrivatePasses {
  /** Strongly consistent. */
  get(tenant: string, key: string): Promise<PrivatePassRecord | undefined>;
  put(tenant: string, record: PrivatePassRecord): Promise<PutOutcome>;
  list(
    tenant: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<{ readonly records: readonly PrivatePassRecord[]; readonly more: boolean }>;

  /** Strongly consistent. */
  epoch(place: EpochPlace): Promise<PassEpoch | undefined>;
  /** Puts it where there is none of its place. */
  putEpoch(epoch: PassEpoch): Promise<PutOutcome>;
  /** Puts it where everybody finds it by its key, and by its month; again, it is the same. */
  publish(epoch: PassEpoch): Promise<void>;
  /** That which was published under a key. */
  byKey(keyId: string): Promise<PassEpoch | undefined>;
  /** All that were published, of all tenants, from a month on; past the place of the one named. */
  published(page: {
    readonly from: Month;
    readonly after: PassEpoch | undefined;
    readonly limit: number;
  }): Promise<readonly PassEpoch[]>;

  /** Strongly consistent. */
  sale(place: SalePlace): Promise<PassSale | undefined>;
  putSale(sale: PassSale): Promise<PutOutcome>;
  /** Sales of an epoch past one, by id, strongly consistent; fewer than asked for are the last. */
  sales(
    place: EpochPlace,
    page: { readonly after: string | undefined; readonly limit: number },
  ): Promise<readonly PassSale[]>;
  begin(sale: BegunSale): Promise<void>;
  /** Those that may not be over, of all tenants. */
  begun(page: {
    readonly after: BegunSale | undefined;
    readonly limit: number;
  }): Promise<readonly BegunSale[]>;
  over(sale: SalePlace): Promise<void>;

  /** Strongly consistent. */
  spent(place: SpentPlace): Promise<SpentToken | undefined>;
  putSpent(token: SpentToken): Promise<PutOutcome>;
}

/** Where the private keys are. */
export interface PrivateKeys {
  /** Makes one, and keeps it under the id of its public key. */
  make(tenant: string): Promise<{ readonly spki: Uint8Array; readonly keyId: string }>;
  /** Undefined where it is lost. */
  find(tenant: string, keyId: string): Promise<KeyObject | undefined>;
}

/** What private passes are sold and taken with. */
export interface PrivatePorts {
  readonly passes: PrivatePasses;
  readonly keys: PrivateKeys;
}
