import type { Books } from '../books/books.ts';
import type { ClaimDocument } from '../books/payee-document.ts';
import type { BooksLog } from '../books/ports.ts';
import { findDocument } from '../books/reading.ts';
import type { BillingSettings } from '../catalog/ports.ts';
import { tenantBillingOf } from '../catalog/tenant-billing.ts';
import { currencyFrom } from '../kernel/currency.ts';
import { invariant } from '../kernel/invariant.ts';
import { nanosFrom } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { type ClaimRequest, recordClaim } from '../payees/record-claim.ts';
import { payeeNotFound } from '../shares/not-found.ts';
import type { Payees } from '../shares/ports.ts';

export interface ClaimPorts {
  readonly payees: Pick<Payees, 'get'>;
  readonly settings: BillingSettings;
  readonly books: Books;
  readonly log: BooksLog;
}

/** What waits under a key that is no payee's, and is to be a payee's: all of it where no amount is named. */
export interface ClaimAsked {
  readonly payee: string;
  readonly from: string;
  readonly currency: string;
  readonly amount?: string | undefined;
  readonly reason: string;
  /** The caller's word for it: the same is the same claim. */
  readonly key: string;
}

/**
 * Moves what waits under a key of nobody to a payee that is there. Told again, it is the same.
 * @throws Rejection `payee.not-found`, `payee.claim-refused`, `request.invalid`, `request.idempotency-key-reused`,
 * `billing-settings.not-found`
 */
export async function claimWaiting(
  ports: ClaimPorts,
  tenant: string,
  asked: ClaimAsked,
): Promise<{ readonly claim: ClaimDocument; readonly isNew: boolean }> {
  const { payee, from, reason, key } = asked;
  const { currency, amount } = moneyOf(asked);
  if ((await ports.payees.get(tenant, payee)) === undefined) throw payeeNotFound(payee);
  if ((await ports.payees.get(tenant, from)) !== undefined) {
    throw claimRefused(`name a key that is no payee's: what ${from} has is its own`);
  }
  const { timeZone } = (await tenantBillingOf(ports.settings, tenant)).policy;
  const request = { from, payee, currency, amount, reason, key, timeZone };
  const outcome = await recordClaim(ports.books, tenant, request);
  if (outcome.outcome === 'refused') {
    const what = asked.amount === undefined ? 'anything' : `${asked.amount} ${currency}`;
    throw claimRefused(`look at GET /v1/accounts?payee=: under ${from} not ${what} waits`);
  }
  const found = await findDocument(ports, tenant, outcome.id);
  invariant(found?.document.kind === 'claim', `${outcome.id} is a claim that is in the books`);
  const { document: claim } = found;
  refuseOther(claim, request);
  return { claim, isNew: outcome.outcome === 'recorded' };
}

/** @throws Rejection `request.invalid` */
function moneyOf(asked: ClaimAsked): Pick<ClaimRequest, 'currency' | 'amount'> {
  const currency = currencyFrom(asked.currency);
  if (currency === undefined) throw invalid('/currency', 'name a currency of ISO 4217', asked);
  if (asked.amount === undefined) return { currency };
  const amount = nanosFrom(asked.amount);
  if (amount !== undefined && amount > 0n) return { currency, amount };
  throw invalid('/amount', 'give an amount above zero, of 9 places at most', asked);
}

/** @throws Rejection `request.idempotency-key-reused` */
function refuseOther(
  { id, from, currency, reason, amount }: ClaimDocument,
  asked: Pick<ClaimRequest, 'from' | 'currency' | 'reason' | 'amount'>,
): void {
  const isSame =
    from === asked.from &&
    currency === asked.currency &&
    reason === asked.reason &&
    (asked.amount ?? amount) === amount;
  if (isSame) return;
  const detail = `claim under another idempotency key: under this one ${id} was, of another key, currency, amount or reason`;
  throw new Rejection('request.idempotency-key-reused', detail, { param: 'idempotency-key' });
}

const claimRefused = (detail: string): Rejection =>
  new Rejection('payee.claim-refused', detail, { param: '/from' });

const invalid = (param: '/currency' | '/amount', detail: string, asked: ClaimAsked): Rejection =>
  new Rejection(
    'request.invalid',
    `${param}: ${detail}, got ${param === '/amount' ? (asked.amount ?? '') : asked.currency}`,
    { param },
  );
