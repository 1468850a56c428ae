import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { TimeLeft } from '../../kernel/clock.ts';
import { type Nanos, nanosOf, nanosPerMinorUnit } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { openInvoices } from '../../payments/open-invoices.ts';
import { recordBreakage } from '../../payments/record-breakage.ts';
import { payerPaymentId, recordPayerPayment } from '../../payments/record-payer-payment.ts';
import type { Gate } from '../gate.ts';
import { payerOfEpoch, railOfPass } from './epoch.ts';
import { everyEpoch } from './every-epoch.ts';
import { giveBackLost } from './give-back.ts';
import type { BegunSale, PassEpoch, PrivatePasses } from './ports.ts';
import { paidSale } from './sale.ts';
import { type EpochStanding, endReference, epochStanding } from './standing.ts';

const PAGE_SIZE = 100;
/** Who begins a sale is at it for no longer. */
const SALE_MS = 2 * millisecondsPer.minute;
/** When the last month in which tokens were used is surely closed: late events are of 35 days at most. */
const CLOSED_MS = 45 * millisecondsPer.day;

type Settling = Pick<Gate, 'spend' | 'clock'>;

/**
 * Goes on with sales that nobody finished, gives back what servers have lost, pays invoices of what was used with what
 * was paid for it, and earns what ended unused, where the tenant does. One that fails does not hold up others; what
 * failed is thrown in the end.
 */
export async function settleEpochs(
  gate: Settling,
  passes: PrivatePasses,
  time: TimeLeft,
): Promise<void> {
  const failures: unknown[] = [];
  const each = async (act: () => Promise<void>): Promise<void> => {
    try {
      if (!time.isShort()) await act();
    } catch (error) {
      failures.push(error);
    }
  };
  for await (const sale of begunSales(passes)) await each(() => finished(gate, passes, sale));
  for await (const epoch of everyEpoch(passes, gate.clock.now())) {
    await each(() => settled(gate, passes, epoch));
  }
  if (failures.length > 0) {
    throw new AggregateError(failures, `${failures.length} private passes could not be settled`);
  }
}

async function* begunSales(passes: PrivatePasses): AsyncGenerator<BegunSale> {
  for (let after: BegunSale | undefined; ; ) {
    const page = await passes.begun({ after, limit: PAGE_SIZE });
    yield* page;
    after = page.at(-1);
    if (page.length < PAGE_SIZE) return;
  }
}

/** Whose answer was lost has its tokens by asking again; what was taken is in the books by then. */
async function finished(gate: Settling, passes: PrivatePasses, mark: BegunSale): Promise<void> {
  if (gate.clock.now() < mark.at + SALE_MS) return;
  const sale = await passes.sale(mark);
  if (sale?.state === 'begun') {
    try {
      await paidSale(gate, passes, { sale, payer: mark.payer as PayerKey });
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
    }
    if ((await passes.sale(mark))?.state === 'begun') return;
  }
  await passes.over(mark);
}

async function settled(gate: Settling, passes: PrivatePasses, epoch: PassEpoch): Promise<void> {
  await giveBackLost(gate, passes, epoch);
  const standing = await epochStanding(gate, passes, epoch);
  // Who recorded the payment of what ended unused may have died before it was earned.
  if (standing.earned > 0n) await earnedOnce(gate, epoch, standing.earned);
  if (standing.left === 0n) return;
  const left = await invoicesPaid(gate, standing);
  const isOver = gate.clock.now() >= epoch.endsAt + CLOSED_MS;
  // Where nobody could use any, as too few had bought, nothing is earned.
  const isOnce = standing.earned === 0n && standing.held === 0;
  if (isOver && isOnce && standing.crowd >= epoch.crowd) {
    await endedUnused(gate, epoch, nanosOf(left - keptBack(standing, left)));
  }
}

/**
 * What is kept for invoices that are still to come of what was used. All the rest is earned, also by how much cheaper
 * something was when it was used than when its token was bought. Less than a minor unit is the rounding of an invoice.
 */
function keptBack({ epoch, cameTo, paid, earned }: EpochStanding, left: Nanos): bigint {
  const uninvoiced = cameTo - (paid - earned - left);
  if (uninvoiced <= 0n) return 0n;
  const whole = uninvoiced - (uninvoiced % nanosPerMinorUnit(epoch.currency));
  return whole < left ? whole : left;
}

/** Pays what is due of the epoch's payer, as far as its tokens were paid; answers what is left of that. */
async function invoicesPaid(
  { spend: { books, settings }, clock }: Settling,
  { epoch, left }: EpochStanding,
): Promise<Nanos> {
  const { tenant, pass, currency } = epoch;
  const payer = payerOfEpoch(epoch);
  const { policy } = await tenantBillingOf(settings, tenant);
  const { invoices } = await openInvoices(books, tenant, { payer, currency });
  let rest: bigint = left;
  for (const { id: invoice, due } of invoices) {
    const amount = nanosOf(due < rest ? due : rest - (rest % nanosPerMinorUnit(currency)));
    if (amount <= 0n) break;
    await recordPayerPayment(books, tenant, {
      ...{ payer, currency, amount, rail: railOfPass(pass), reference: invoice },
      ...{ receivedAt: clock.now(), timeZone: policy.timeZone, isCustomer: true },
      apply: [{ invoice }],
    });
    rest -= amount;
  }
  return nanosOf(rest);
}

/** Once for an epoch: what was not used is a payment of its payer, and earned at once. */
async function endedUnused(gate: Settling, epoch: PassEpoch, left: Nanos): Promise<void> {
  const { books, settings } = gate.spend;
  const { tenant, currency } = epoch;
  const { breakage, policy } = await tenantBillingOf(settings, tenant);
  const amount = nanosOf(left - (left % nanosPerMinorUnit(currency)));
  if (breakage === 'never' || amount <= 0n) return;
  await recordPayerPayment(books, tenant, {
    ...{ ...paymentOfEnd(epoch), currency, amount, receivedAt: gate.clock.now() },
    ...{ timeZone: policy.timeZone, isCustomer: true, apply: 'none' },
  });
  await earnedOnce(gate, epoch, amount);
}

/** Told again, it is the same. */
async function earnedOnce(
  { spend: { books, settings } }: Settling,
  epoch: PassEpoch,
  left: Nanos,
): Promise<void> {
  const { tenant, pass, month } = epoch;
  const { timeZone } = (await tenantBillingOf(settings, tenant)).policy;
  const payment = payerPaymentId(paymentOfEnd(epoch));
  const grant = `private-pass ${pass} ${month}`;
  await recordBreakage(books, tenant, { payment, grant, left, timeZone });
}

const paymentOfEnd = (epoch: PassEpoch) => ({
  ...{ payer: payerOfEpoch(epoch), rail: railOfPass(epoch.pass), reference: endReference },
});
