import { type Currency, currencyFrom } from '../../kernel/currency.ts';
import { sha256 } from '../../kernel/digest.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { type Nanos, nanosFrom, nanosText } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { storedObjectFrom } from '../../kernel/stored.ts';
import { type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import type { SignedTransfer } from './transfer.ts';

/** What names a signed transfer: its chain takes it once. */
export interface SettlementPlace {
  readonly tenant: string;
  readonly network: string;
  readonly asset: string;
  readonly from: string;
  readonly nonce: string;
}

/**
 * `begun`: the facilitator was, or is about to be, told to settle it; `settled`: it is on the chain; `booked`: it is in
 * the books and the wallet as well; `refused`: it will not come; `spared`: the wallet had enough, and nobody settles
 * it; `unclear`: a person is to find out.
 */
type SettlementState = (typeof settlementStates)[number];
const settlementStates = ['begun', 'settled', 'booked', 'refused', 'spared', 'unclear'] as const;

/** One transfer on a chain, put before its facilitator hears of it. */
export interface Settlement extends SettlementPlace {
  readonly payer: PayerKey;
  readonly transfer: SignedTransfer;
  /** What it is worth, by the tenant's word. */
  readonly money: Nanos;
  readonly currency: Currency;
  readonly rpc: string | undefined;
  readonly state: SettlementState;
  /** On the chain, once it is known. */
  readonly transaction: string | undefined;
  /** What was said last where it is not settled. */
  readonly reason: string | undefined;
  readonly begunAt: Timestamp;
  readonly settledAt: Timestamp | undefined;
  /** From 1. */
  readonly revision: number;
}

export const placeOf = (
  tenant: string,
  { rail, from, nonce }: Pick<SignedTransfer, 'rail' | 'from' | 'nonce'>,
): SettlementPlace => ({ tenant, network: rail.network, asset: rail.asset, from, nonce });

/** One text for each place. */
export const placeText = ({ tenant, network, asset, from, nonce }: SettlementPlace): string =>
  JSON.stringify([tenant, network, asset, from, nonce]);

/** Marks are kept in so many parts, so that no one of them is hot. */
export const settlementParts = 4;

/** What the places of all payments of one address begin with. */
export const addressText = ({ tenant, network, asset, from }: SettlementPlace): string =>
  JSON.stringify([tenant, network, asset, from]).slice(0, -1);

/** Those of one address are together. */
export const settlementPart = (place: SettlementPlace): number =>
  sha256(addressText(place)).readUInt8(0) % settlementParts;

/** As much of a nonce as tells two transfers of one transaction apart. */
const NONCE_CHARACTERS = 18;

/** What its payment is called in the books: the chain, the transaction, and which of its transfers. */
export function referenceOf({
  network,
  transaction,
  nonce,
}: Pick<Settlement, 'network' | 'transaction' | 'nonce'>): string {
  invariant(transaction !== undefined, 'what is booked is on a chain');
  return `${network}:${transaction}:${nonce.slice(2, NONCE_CHARACTERS)}`;
}

const VERSION = 1;

/** What is kept of a settlement, as JSON text. */
export function settlementText({ transfer, money, ...others }: Settlement): string {
  const { rail, units, validAfter, validBefore, ...own } = transfer;
  const { facilitator, network, asset, name, version, payTo, timeoutSeconds } = rail;
  return JSON.stringify({
    version: VERSION,
    ...others,
    money: nanosText(money),
    transfer: {
      ...own,
      // What a rail has beside is none of a transfer's.
      rail: { facilitator, network, asset, name, version, payTo, timeoutSeconds },
      ...{ units: String(units), validAfter: String(validAfter) },
      validBefore: String(validBefore),
    },
  });
}

/** The reverse of `settlementText`. Throws `InvariantViolation` for what is none. */
export function settlementFrom(text: string): Settlement {
  const stored = storedObjectFrom(text, 'a settlement');
  stored.version(VERSION);
  const currency = currencyFrom(stored.text('currency'));
  const money = nanosFrom(stored.text('money'));
  invariant(currency !== undefined && money !== undefined, 'a settlement has an amount');
  const optional = (name: string) => (stored.has(name) ? stored.text(name) : undefined);
  return {
    tenant: stored.text('tenant'),
    network: stored.text('network'),
    asset: stored.text('asset'),
    from: stored.text('from'),
    nonce: stored.text('nonce'),
    payer: stored.text('payer') as PayerKey,
    transfer: transferIn(stored.object('transfer')),
    ...{ money, currency },
    rpc: optional('rpc'),
    state: stored.oneOf('state', settlementStates),
    transaction: optional('transaction'),
    reason: optional('reason'),
    begunAt: timestampOf(stored.integer('begunAt')),
    settledAt: stored.has('settledAt') ? timestampOf(stored.integer('settledAt')) : undefined,
    revision: stored.integer('revision'),
  };
}

function transferIn(stored: ReturnType<typeof storedObjectFrom>): SignedTransfer {
  const rail = stored.object('rail');
  const count = (name: string): bigint => BigInt(stored.text(name));
  return {
    rail: {
      facilitator: rail.text('facilitator'),
      network: rail.text('network'),
      asset: rail.text('asset'),
      name: rail.text('name'),
      version: rail.text('version'),
      payTo: rail.text('payTo'),
      timeoutSeconds: rail.integer('timeoutSeconds'),
    },
    ...{ units: count('units'), validAfter: count('validAfter') },
    validBefore: count('validBefore'),
    from: stored.text('from'),
    nonce: stored.text('nonce'),
    signature: stored.text('signature'),
    extra: stored.value('extra') as JsonObject,
  };
}
