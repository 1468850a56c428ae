import { idNamed } from '../../core/books/reading.ts';
import { tenantBillingOf } from '../../core/catalog/tenant-billing.ts';
import type { Currency } from '../../core/kernel/currency.ts';
import { currencyFrom } from '../../core/kernel/currency.ts';
import { type Nanos, nanosFrom } from '../../core/kernel/money.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { TimeZone } from '../../core/kernel/time-zone.ts';
import { applyPayment, unapplyPayment } from '../../core/payments/apply-payment.ts';
import type { RecordedFact } from '../../core/payments/decide-on-payment.ts';
import { movePayment } from '../../core/payments/move-payment.ts';
import { readPayment } from '../../core/payments/payment-in-books.ts';
import { type PaymentUse, recordPayerPayment } from '../../core/payments/record-payer-payment.ts';
import { refundPayment } from '../../core/payments/refund-payment.ts';
import { reversePayment } from '../../core/payments/reverse-payment.ts';
import { shownPayment } from '../../core/payments/shown-payment.ts';
import { writeOffInvoice } from '../../core/payments/write-off-invoice.ts';
import type { AnswerOf } from '../middleware/http.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { timeIn } from '../middleware/time-sent.ts';
import type { RecordingPorts } from './ports.ts';
import { recordedAnswer } from './recorded-answer.ts';

type Handlers = RouteHandlers['RecordInvoices'];

/** What is recorded of payments. */
export const paymentRoutes = (ports: RecordingPorts) =>
  ({
    'POST /v1/payments': async ({ caller: { tenant }, body }) => {
      const { customer: payer, currency, amount, rail, reference, receivedAt, bankEntry } = body;
      const timeZone = await zoneOf(ports, tenant);
      const request = {
        ...{ payer, rail, reference, bankEntry, timeZone },
        currency: currencyIn(currency),
        amount: paidIn(amount, '/amount'),
        receivedAt: timeIn(receivedAt, { timeZone, param: '/receivedAt' }) ?? ports.clock.now(),
        apply: await useIn(ports, tenant, body.apply),
      };
      const recorded = await ofPayer(ports, tenant, payer, (isCustomer) =>
        recordPayerPayment(ports.books, tenant, { ...request, isCustomer }),
      );
      return paymentAnswer(ports, tenant, recorded.id, recorded);
    },

    'POST /v1/payments/{id}/applications': async (request) => applied(ports, request, applyPayment),

    'POST /v1/payments/{id}/unapplications': async (request) =>
      applied(ports, request, unapplyPayment),

    'POST /v1/payments/{id}/refunds': async ({ caller: { tenant }, params: { id }, body }) => {
      const { amount, rail, reference, refundedAt } = body;
      const timeZone = await zoneOf(ports, tenant);
      const recorded = await refundPayment(ports.books, tenant, {
        ...{ payment: id, rail, reference, timeZone },
        amount: paidIn(amount, '/amount'),
        refundedAt: timeIn(refundedAt, { timeZone, param: '/refundedAt' }) ?? ports.clock.now(),
      });
      return paymentAnswer(ports, tenant, id, recorded);
    },

    'POST /v1/payments/{id}/reversals': async ({ caller: { tenant }, params: { id }, body }) => {
      const { amount, reason, reference, reversedAt, bankEntry } = body;
      const timeZone = await zoneOf(ports, tenant);
      const recorded = await reversePayment(ports.books, tenant, {
        ...{ payment: id, reason, reference, bankEntry, timeZone },
        amount: optionalIn(amount),
        reversedAt: timeIn(reversedAt, { timeZone, param: '/reversedAt' }) ?? ports.clock.now(),
      });
      return paymentAnswer(ports, tenant, id, recorded);
    },

    'POST /v1/payments/{id}/move': async ({ caller: { tenant }, params: { id }, body }) => {
      const { customer: payer, amount, reference } = body;
      const request = { payment: id, payer, reference, amount: optionalIn(amount) };
      const timeZone = await zoneOf(ports, tenant);
      const recorded = await ofPayer(ports, tenant, payer, (isCustomer) =>
        movePayment(ports.books, tenant, { ...request, timeZone, isCustomer }),
      );
      return paymentAnswer(ports, tenant, id, recorded);
    },

    'POST /v1/invoices/{id}/write-off': async (request) => {
      const { caller, params, body, idempotencyKey: key } = request;
      const { tenant } = caller;
      const invoice = await idNamed(ports.books, tenant, params.id);
      const timeZone = await zoneOf(ports, tenant);
      const asked = { invoice, reason: body.reason, key, timeZone };
      const recorded = await writeOffInvoice(ports.books, tenant, asked);
      return recordedAnswer(ports, tenant, invoice, recorded);
    },
  }) satisfies Partial<Handlers>;

type Applying = Parameters<Handlers['POST /v1/payments/{id}/applications']>[0];
type PaymentAnswer = AnswerOf<'POST /v1/payments'>;

async function applied(
  ports: RecordingPorts,
  { caller: { tenant }, params: { id }, body, idempotencyKey: key }: Applying,
  apply: typeof applyPayment,
): Promise<PaymentAnswer> {
  const recorded = await apply(ports.books, tenant, {
    ...{ payment: id, key },
    invoice: await idNamed(ports.books, tenant, body.invoice),
    amount: optionalIn(body.amount),
    timeZone: await zoneOf(ports, tenant),
  });
  return paymentAnswer(ports, tenant, id, recorded);
}

/** Records money of a payer. Only where the books do not know it, it is looked for among customers. */
async function ofPayer(
  { rating }: RecordingPorts,
  tenant: string,
  payer: string,
  record: (isCustomer: boolean) => Promise<RecordedFact>,
): Promise<RecordedFact> {
  try {
    return await record(false);
  } catch (error) {
    if (!(error instanceof Rejection) || error.code !== 'payment.payer-unknown') throw error;
    if ((await rating.customers.get(tenant, payer)) === undefined) throw error;
    return record(true);
  }
}

const zoneOf = async ({ rating }: RecordingPorts, tenant: string): Promise<TimeZone> =>
  (await tenantBillingOf(rating.settings, tenant)).policy.timeZone;

/** The document that was recorded, or was there already, and the payment as it is with it. */
async function paymentAnswer(
  { books }: RecordingPorts,
  tenant: string,
  payment: string,
  { id, isNew }: RecordedFact,
): Promise<PaymentAnswer> {
  const shown = shownPayment(await readPayment(books, tenant, payment));
  return { status: isNew ? 201 : 200, body: { id, isNew, payment: shown } };
}

async function useIn(
  { books }: RecordingPorts,
  tenant: string,
  apply: Parameters<Handlers['POST /v1/payments']>[0]['body']['apply'] = 'oldest',
): Promise<PaymentUse> {
  if (typeof apply === 'string') return apply;
  const uses: { invoice: string; amount: Nanos | undefined }[] = [];
  for (const [index, { invoice, amount }] of apply.entries()) {
    uses.push({
      invoice: await idNamed(books, tenant, invoice),
      amount: optionalIn(amount, `/apply/${index}/amount`),
    });
  }
  return uses;
}

/** @throws Rejection `payment.amount-invalid` of more than 9 places. */
function paidIn(text: string, param: string): Nanos {
  const amount = nanosFrom(text);
  if (amount !== undefined) return amount;
  const detail = `give an amount of at most 9 places, got ${JSON.stringify(text)}`;
  throw new Rejection('payment.amount-invalid', detail, { param });
}

const optionalIn = (text: string | undefined, param = '/amount'): Nanos | undefined =>
  text === undefined ? undefined : paidIn(text, param);

function currencyIn(text: string): Currency {
  const currency = currencyFrom(text);
  if (currency !== undefined) return currency;
  const detail = `/currency: give an ISO 4217 code that there is, such as EUR, got ${text}`;
  throw new Rejection('request.invalid', detail, { param: '/currency' });
}
