import type { Currency } from '../kernel/currency.ts';
import type { PutOutcome } from '../kernel/log.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { Collection, CollectionPlace, RailName } from './collection.ts';
import type { SepaCreditor } from './sepa/creditor.ts';

/** What a tenant has with a rail. Its secrets are kept elsewhere: see `RailSecrets`. */
export interface Connection {
  readonly tenant: string;
  readonly rail: RailName;
  /** Whether money moves, or the rail only plays that it does. */
  readonly mode: 'live' | 'test';
  /**
   * What collections are told by from those of others that use the same account: of the stack that connected first, so
   * that another one which takes over its tables knows them as its own.
   */
  readonly space: string;
  readonly connectedAt: Timestamp;
  /** What the rail has told of up to then is known. */
  readonly seenTo: Timestamp;
  /** Of what it has told of by then, what is not known yet; the one asked for longest ago first. */
  readonly waiting?: readonly WaitingPayment[];
  /** Of direct debits: who collects. */
  readonly creditor?: SepaCreditor;
  /** False once it was taken away. */
  readonly enabled: boolean;
  /** From 1. */
  readonly revision: number;
}

/** A payment of which a rail has told something, and has not said what has moved by it. */
export interface WaitingPayment {
  /** What the rail calls it. */
  readonly payment: string;
  readonly since: Timestamp;
}

/** Where to go on in a list; undefined from the beginning on. */
interface OpenPage {
  readonly after: string | undefined;
  readonly limit: number;
}

/** Collections, and what tenants have with rails. */
export interface Collections {
  get(place: CollectionPlace): Promise<Collection | undefined>;
  /** The latest of an invoice. */
  last(tenant: string, invoice: string): Promise<Collection | undefined>;
  /** All of an invoice, the first first. */
  list(tenant: string, invoice: string): Promise<readonly Collection[]>;
  /** The latest of an invoice or a wallet, the last first: those below an attempt, where one is given. */
  newest(
    tenant: string,
    invoice: string,
    page: { readonly below: number | undefined; readonly limit: number },
  ): Promise<readonly Collection[]>;
  /** Puts it over the revision before it; over none where it is 1. */
  put(collection: Collection): Promise<PutOutcome>;
  /** Those of a tenant that are watched. One put a moment ago may be missing, one that has just ended be there. */
  open(
    tenant: string,
    page: OpenPage,
  ): Promise<{ readonly collections: readonly Collection[]; readonly next: string | undefined }>;
  connection(tenant: string, rail: RailName): Promise<Connection | undefined>;
  /** As of `put`. */
  putConnection(connection: Connection): Promise<PutOutcome>;
  /** Of all tenants, page by page. */
  everyConnection(): AsyncIterable<readonly Connection[]>;
}

/** What a rail knows its tenant by. Never answered, logged or stored beside anything else. */
export interface RailCredentials {
  /** Calls are made with it. */
  readonly secretKey: string;
  /** What comes from the rail is signed with it. */
  readonly webhookSecret: string;
  /** Where the rail is, where that is this very machine; undefined: where it always is. */
  readonly url: string | undefined;
}

/** Where secrets of rails are kept. */
export interface RailSecrets {
  get(tenant: string, rail: RailName): Promise<RailCredentials | undefined>;
  put(tenant: string, rail: RailName, credentials: RailCredentials): Promise<void>;
  remove(tenant: string, rail: RailName): Promise<void>;
}

/** An HTTP call to an address outside. */
export interface OutboundCall {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What a call came to; after `failed` it may have been taken all the same. */
export type CallAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** The one way to call a rail. */
export interface RailOutbound {
  /** Why an address is never called, as an instruction; undefined where it may be. */
  refusal(url: string): string | undefined;
  /** Whether the address is this very machine, and may be called. */
  isHere(url: string): boolean;
  /** Never rejects for what is at the other end, and takes ten seconds at most. */
  call(call: OutboundCall): Promise<CallAnswer>;
}

/** Whether a rail collects an amount; where not, why, as an instruction. */
export type RailQuote =
  | { readonly kind: 'collectable' }
  | { readonly kind: 'not-collectable'; readonly detail: string };

/** It is not known what was done: no answer came, or one that does not say. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly detail: string;
}

/** What came of submitting a collection, or of looking for one whose submission was not answered. */
export type Submitted =
  | { readonly kind: 'submitted'; readonly reference: string; readonly url: string | undefined }
  /** The rail has done nothing, and will not. */
  | { readonly kind: 'refused'; readonly detail: string }
  | Unknown;

/** What a rail says of a collection that it has. */
export type Standing =
  /** The payer may still pay. */
  | { readonly kind: 'open' }
  /** The payer has paid, and the money may still not come. */
  | { readonly kind: 'processing' }
  | { readonly kind: 'paid'; readonly payment: string }
  | { readonly kind: 'failed'; readonly detail: string }
  | { readonly kind: 'expired' }
  /** The account that the rail is asked as has no such collection: its secrets may be another's by now. */
  | { readonly kind: 'gone'; readonly detail: string }
  | Unknown;

/** Money that has moved between a payer and a rail. */
export interface Movement {
  /**
   * `payment`: it came; `refund`: it was paid back; `reversal`: the payer took it back; `return`: what was paid or
   * taken back has come again.
   */
  readonly kind: 'payment' | 'refund' | 'reversal' | 'return';
  /** The rail's own word for it, which it has for nothing else. */
  readonly reference: string;
  /** In capital letters, as the rail has it: whether it is the invoice's is for the caller to look at. */
  readonly currency: string;
  /** Above zero; undefined where the rail's amount cannot be read. */
  readonly amount: Nanos | undefined;
  readonly at: Timestamp;
  /** Of a refund that was asked for by a collection of ours: which. */
  readonly asked?: CollectionPlace;
  /** Why the money went back: that it was returned by a bank; else the payer has claimed it. */
  readonly because?: 'returned';
}

/** What something that a rail tells of is about: one of our collections, or a payment that may be of one. */
export type Hint =
  | { readonly about: 'collection'; readonly collection: CollectionPlace }
  | { readonly about: 'payment'; readonly payment: string };

/** Where a rail is asked for what it has told of. */
interface ChangesPage {
  readonly from: Timestamp;
  readonly to: Timestamp;
  readonly after: string | undefined;
}

type Changes =
  | { readonly kind: 'changes'; readonly hints: readonly Hint[]; readonly next: string | undefined }
  | Unknown;

/** Whom a rail is asked as. */
export interface RailCaller {
  readonly tenant: string;
  /** Of the connection. */
  readonly space: string;
  readonly credentials: RailCredentials;
}

/**
 * A way to collect money. Whatever changes anything is called under a key of its own, which is the same each time: so
 * that what was not answered is asked for again, and never done twice. A rail of files answers `processing` until the
 * bank has said what became of them, and an `expire` with `not-open`.
 */
export interface Rail {
  readonly name: RailName;
  /** Without asking anybody. */
  quote(amount: Nanos, currency: Currency): RailQuote;
  /** How long a payer has, from when a collection is prepared. */
  readonly openMs: number;
  /** Whether it is paid by what was kept of another payment, without asking the payer. */
  readonly canKeep: boolean;
  /** How long a refund is asked for again, by a key that counts as long; undefined where it pays nothing back. */
  readonly refundMs: number | undefined;
  /** Whether something that came is a payment by which it pays back. */
  canRefund(payment: string): boolean;
  /** Without asking anybody. */
  quoteRefund(amount: Nanos, currency: Currency): RailQuote;
  /** Whether the rail takes the credentials. */
  probe(credentials: RailCredentials): Promise<'taken' | 'refused' | 'unknown'>;
  /** Has the rail begin, or answers what it began the first time. Only before a collection's end. */
  submit(caller: RailCaller, collection: Collection): Promise<Submitted>;
  /** Looks for a collection that was submitted, perhaps, after its end: `refused` where the rail has none. */
  find(caller: RailCaller, collection: Collection): Promise<Submitted>;
  lookup(caller: RailCaller, collection: Collection): Promise<Standing>;
  /** So that nobody pays by it any more. `not-open`: it has ended otherwise, or cannot be stopped. */
  expire(caller: RailCaller, collection: Collection): Promise<'expired' | 'not-open' | 'unknown'>;
  /** All money that has moved by a payment, so far. */
  movements(
    caller: RailCaller,
    payment: string,
  ): Promise<{ readonly kind: 'moved'; readonly movements: readonly Movement[] } | Unknown>;
  /** Whose payment it is; `undefined` where it is none of ours. */
  collectionOf(
    caller: RailCaller,
    payment: string,
  ): Promise<{ readonly kind: 'found'; readonly place: CollectionPlace | undefined } | Unknown>;
  /** What has changed between two instants, page by page. */
  changes(caller: RailCaller, page: ChangesPage): Promise<Changes>;
}

/** As a line of the log says it. */
export interface CollectionNotice {
  readonly event: 'collection.stuck';
  readonly tenant: string;
  readonly collection: string;
  readonly detail: string;
}
