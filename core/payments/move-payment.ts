import type { Books } from '../books/books.ts';
import { documentId } from '../books/document.ts';
import type { Page } from '../books/page.ts';
import type { Nanos } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { type TimeZone, utc } from '../kernel/time-zone.ts';
import { decideOnPayment, type RecordedFact } from './decide-on-payment.ts';
import { movedReference } from './origin-rail.ts';
import { type PaymentInBooks, readPayment } from './payment-in-books.ts';
import { chosenFor, type PaymentUses, payerPaymentId, payOn } from './record-payer-payment.ts';
import { refundOn } from './refund-payment.ts';
import { refuseToldOtherwise } from './refusals.ts';
import { RAIL_OF_MOVES as RAIL } from './told-rail.ts';
import { refuseOfWallet } from './wallet-payment.ts';

/** Unapplied money of a payment that is another payer's. */
export interface MoveRequest {
  readonly payment: string;
  /** The key of the payer whose it is. */
  readonly payer: string;
  /** As of a payer's payment. */
  readonly isCustomer?: boolean;
  /** All that is unapplied, where it is left out. */
  readonly amount?: Nanos | undefined;
  /** The caller's word for it, of at most 80 characters: with the payment it says which move this is. */
  readonly reference: string;
  /** The seller's, by which days are told; UTC where left out. */
  readonly timeZone?: TimeZone;
}

const ATTEMPTS_MAX = 50;

/**
 * Moves unapplied money to another payer: a refund of the one and a payment of the other in one block, which pays what
 * is due first. Told again, it is answered as it was. Answers the id of the other payer's payment.
 * @throws Rejection `payment.not-found`, `payment.payer-unknown`, `payment.not-applicable`, `payment.amount-invalid`,
 * `payment.amount-exceeded`, `payment.differs`, `payment.too-many-unapplied`
 */
export async function movePayment(
  books: Books,
  tenant: string,
  request: MoveRequest,
): Promise<RecordedFact> {
  const { payment, payer, reference } = request;
  const refund = documentId('refund', [payment, RAIL, reference]);
  const customer = { kind: 'customer', customer: payer } as const;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const { document } = await readPayment(books, tenant, payment);
    const chosen = await chosenFor(books, tenant, { ...document, payer, apply: 'oldest' });
    const id = payerPaymentId({ payer, rail: RAIL, reference: referenceOf(request) });
    const asked = {
      payment,
      originals: [refund, id, ...chosen.uses.map(({ invoice }) => invoice)],
      cells: [customer],
    };
    const moved = await decideOnPayment(books, tenant, asked, (page, found) => {
      if (isMoved(page, { request, refund, id })) return { id, isNew: false };
      refuseOfWallet(found.document);
      if (page.versionAt(customer) !== chosen.version) return undefined;
      moveOn(page, found, { request, refund, id, uses: chosen.uses });
      return { id, isNew: true };
    });
    if (moved !== undefined) return moved;
  }
  throw new Error(`gave up moving ${payment} to ${payer}: its documents do not stand still`);
}

/** Whether it was moved before; throws where something else was. */
function isMoved(
  page: Page,
  of: { readonly request: MoveRequest; readonly refund: string; readonly id: string },
): boolean {
  const { request, refund, id } = of;
  const known = page.originals.get(refund);
  if (known?.kind !== 'refund') {
    if (page.originals.has(id)) throw otherPayment(request, id);
    return false;
  }
  refuseToldOtherwise(request, known);
  if (!page.originals.has(id)) throw otherPayer(request);
  return true;
}

const referenceOf = ({ payment, reference }: MoveRequest): string =>
  movedReference(payment, reference);

function moveOn(
  page: Page,
  found: PaymentInBooks,
  move: {
    readonly request: MoveRequest;
    readonly refund: string;
    readonly id: string;
    readonly uses: PaymentUses;
  },
): void {
  const { request, refund, id, uses } = move;
  const { payment, payer, reference, isCustomer = false, timeZone = utc } = request;
  const { customer, currency } = found.document;
  if (payer === customer) throw samePayer(payer);
  const { amount = found.unapplied } = request;
  const of = { amount, rail: RAIL, timeZone };
  refundOn(page, found, {
    id: refund,
    request: { ...of, payment, reference, refundedAt: page.recordedAt },
  });
  payOn(page, {
    id,
    request: {
      ...of,
      ...{ payer, currency, isCustomer, apply: uses },
      ...{ reference: referenceOf(request), receivedAt: page.recordedAt },
    },
    uses,
  });
}

const samePayer = (payer: string): Rejection =>
  new Rejection(
    'payment.not-applicable',
    `move it to another payer: it is of ${JSON.stringify(payer.slice(0, 80))} already`,
    { param: '/customer' },
  );

/** Of before the rail was one of moves alone. */
const otherPayment = ({ reference }: MoveRequest, id: string): Rejection =>
  new Rejection(
    'payment.differs',
    `give the move another reference: ${JSON.stringify(reference)} is that of ${id}, which was recorded over ${RAIL}`,
    { param: '/reference' },
  );

const otherPayer = ({ reference, payer }: MoveRequest): Rejection =>
  new Rejection(
    'payment.differs',
    `give another move another reference: by ${JSON.stringify(reference)}, money was moved to somebody else than ${JSON.stringify(payer.slice(0, 80))}`,
    { param: '/customer' },
  );
