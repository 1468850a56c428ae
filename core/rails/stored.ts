import { currencyFrom } from '../kernel/currency.ts';
import { invariant } from '../kernel/invariant.ts';
import { nanosFrom, nanosText } from '../kernel/money.ts';
import type { PayerKey } from '../kernel/payer.ts';
import { type StoredObject, storedObjectFrom } from '../kernel/stored.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import {
  type BankFact,
  type Collection,
  collectionStatuses,
  railNames,
  type WalletRefill,
  type WalletRefund,
  type WalletTopUp,
} from './collection.ts';
import type { Connection, RailCredentials, WaitingPayment } from './ports.ts';
import { creditorFrom } from './sepa/creditor.ts';

const VERSION = 1;

/** What is kept of a collection as JSON text; what is undefined is left out. */
export const collectionText = ({ amount, ...others }: Collection): string =>
  JSON.stringify({ version: VERSION, ...others, amount: nanosText(amount) });

/** What is kept of a connection as JSON text. */
export const connectionText = (connection: Connection): string =>
  JSON.stringify({ version: VERSION, ...connection });

/** The reverse of `collectionText`. Throws `InvariantViolation` for what is none. */
export function collectionFrom(text: string): Collection {
  const stored = read(text, 'a collection');
  const currency = currencyFrom(stored.text('currency'));
  const amount = nanosFrom(stored.text('amount'));
  invariant(currency !== undefined && amount !== undefined, 'a collection has an amount');
  return {
    tenant: stored.text('tenant'),
    invoice: stored.text('invoice'),
    attempt: stored.integer('attempt'),
    rail: stored.oneOf('rail', railNames),
    currency,
    amount,
    number: stored.text('number'),
    ...(stored.has('topUp') ? { topUp: topUpFrom(stored.object('topUp')) } : {}),
    ...(stored.has('refund') ? { refund: refundFrom(stored.object('refund')) } : {}),
    successUrl: textIn(stored, 'successUrl'),
    cancelUrl: textIn(stored, 'cancelUrl'),
    preparedAt: timestampOf(stored.integer('preparedAt')),
    expiresAt: timestampOf(stored.integer('expiresAt')),
    status: stored.oneOf('status', collectionStatuses),
    reference: textIn(stored, 'reference'),
    url: textIn(stored, 'url'),
    payment: textIn(stored, 'payment'),
    reason: textIn(stored, 'reason'),
    ...factsIn(stored),
    changedAt: timestampOf(stored.integer('changedAt')),
    revision: stored.integer('revision'),
  };
}

const topUpFrom = (stored: StoredObject): WalletTopUp => ({
  // Only what was a payer's key is put.
  payer: stored.text('payer') as PayerKey,
  key: stored.text('key'),
  body: stored.text('body'),
  ...(stored.has('token') ? { token: stored.text('token') } : {}),
  ...(stored.has('isKept') ? { isKept: true as const } : {}),
  ...(stored.has('refill') ? { refill: refillFrom(stored.object('refill')) } : {}),
});

const refillFrom = (stored: StoredObject): WalletRefill => ({
  low: stored.text('low'),
  payment: stored.text('payment'),
});

const refundFrom = (stored: StoredObject): WalletRefund => ({
  ...topUpFrom(stored),
  grant: stored.text('grant'),
  of: stored.text('of'),
});

/** What a rail of files has of a collection beside. */
const factsIn = (stored: StoredObject) => ({
  ...(stored.has('batch') ? { batch: stored.text('batch') } : {}),
  ...(stored.has('settledBy') ? { settledBy: factFrom(stored.object('settledBy')) } : {}),
  ...(stored.has('returnedBy') ? { returnedBy: factFrom(stored.object('returnedBy')) } : {}),
  ...(stored.has('rejectedBy') ? { rejectedBy: factFrom(stored.object('rejectedBy')) } : {}),
  ...(stored.has('unbooked') ? { unbooked: true as const } : {}),
});

const factFrom = (stored: StoredObject): BankFact => ({
  entry: stored.text('entry'),
  on: stored.text('on'),
  at: timestampOf(stored.integer('at')),
  ...(stored.has('reason') ? { reason: stored.text('reason') } : {}),
});

/** The reverse of `connectionText`. Throws `InvariantViolation` for what is none. */
export function connectionFrom(text: string): Connection {
  const stored = read(text, 'a connection to a rail');
  return {
    tenant: stored.text('tenant'),
    rail: stored.oneOf('rail', railNames),
    mode: stored.oneOf('mode', ['live', 'test']),
    space: stored.text('space'),
    connectedAt: timestampOf(stored.integer('connectedAt')),
    seenTo: timestampOf(stored.integer('seenTo')),
    ...(stored.has('waiting') ? { waiting: stored.objects('waiting').map(waitingFrom) } : {}),
    ...(stored.has('creditor') ? { creditor: creditorFrom(stored.object('creditor')) } : {}),
    enabled: stored.flag('enabled'),
    revision: stored.integer('revision'),
  };
}

const waitingFrom = (stored: StoredObject): WaitingPayment => ({
  payment: stored.text('payment'),
  since: timestampOf(stored.integer('since')),
});

/** What is kept of secrets: among others of their kind alone, never in a table. */
export const credentialsText = (credentials: RailCredentials): string =>
  JSON.stringify({ version: VERSION, ...credentials });

/** The reverse of `credentialsText`. Throws `InvariantViolation`, which says nothing of what is there. */
export function credentialsFrom(text: string): RailCredentials {
  const stored = read(text, 'the secrets of a rail');
  return {
    secretKey: stored.text('secretKey'),
    webhookSecret: stored.text('webhookSecret'),
    url: textIn(stored, 'url'),
  };
}

function read(text: string, what: string): StoredObject {
  const stored = storedObjectFrom(text, what);
  stored.version(VERSION);
  return stored;
}

const textIn = (stored: StoredObject, name: string): string | undefined =>
  stored.has(name) ? stored.text(name) : undefined;
