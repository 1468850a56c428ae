import { CHAIN_RAIL } from '../../catalog/chain-rail.ts';
import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { TimeLeft } from '../../kernel/clock.ts';
import type { Currency } from '../../kernel/currency.ts';
import { currencyText, type Nanos, nanosOf, nanosPerMinorUnit } from '../../kernel/money.ts';
import { isSuspense, type PayerKey, suspenseOf } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { recordPayerPayment } from '../../payments/record-payer-payment.ts';
import type { SpendGate } from '../../spend/protocol/ports.ts';
import { payerOfAddress } from '../chain/book-settlement.ts';
import { type CountingPorts, put } from './count-records.ts';
import type { MonetizedBooking, MonetizedTally } from './tally.ts';

/** What books what was counted. */
export interface BookingPorts extends CountingPorts {
  readonly gate: Pick<SpendGate, 'books' | 'settings' | 'terms' | 'clock'>;
}

const PAGE_SIZE = 100;

/**
 * Books what has come of each address since it was booked last, as one payment of whole minor units: for the invoices
 * of who paid, or as money of nobody knows whom. What the books refuse waits, and a person is told.
 */
export async function bookTallies(
  ports: BookingPorts,
  { tenant, currency }: { readonly tenant: string; readonly currency: Currency },
  time: TimeLeft,
): Promise<'done' | 'short'> {
  for (let after: string | undefined; ; ) {
    const tallies = await ports.store.tallies(tenant, { after, limit: PAGE_SIZE });
    for (const tally of tallies) {
      if (time.isShort()) return 'short';
      await bookTally(ports, tenant, { tally, currency });
    }
    after = tallies.at(-1)?.address;
    if (after === undefined || tallies.length < PAGE_SIZE) return 'done';
  }
}

interface Tallied {
  readonly tally: MonetizedTally;
  readonly currency: Currency;
}

async function bookTally(ports: BookingPorts, tenant: string, { tally, currency }: Tallied) {
  const step = nanosPerMinorUnit(currency);
  const upTo = nanosOf((tally.total / step) * step);
  if (tally.booking === undefined && upTo <= tally.booked) return;
  const begun =
    tally.booking === undefined ? await beginning(ports, tenant, { tally, upTo }) : tally;
  const { booking } = begun;
  if (booking === undefined) return;
  const { booked, detail } = await recorded(ports, tenant, { tally: begun, booking, currency });
  await put(
    ports.store.putTally(tenant, {
      ...begun,
      ...{ booked, booking: undefined, revision: begun.revision + 1 },
    }),
  );
  if (detail === undefined) return;
  ports.onNotice({
    event: 'spend.settlement-unclear',
    ...{ tenant, payer: booking.payer, id: tally.address },
    detail: `${currencyText(nanosOf(upTo - tally.booked), currency)} of ${tally.address} wait, as the books refuse them: ${detail}`,
  });
}

/** Put down before it is booked: so that what is booked again after a crash is the same payment. */
async function beginning(
  { store, gate }: BookingPorts,
  tenant: string,
  { tally, upTo }: { readonly tally: MonetizedTally; readonly upTo: Nanos },
): Promise<MonetizedTally> {
  const payer = await payerOf(gate, tenant, tally.address);
  const booking: MonetizedBooking = { payer, upTo, at: tally.lastAt };
  const begun = { ...tally, booking, revision: tally.revision + 1 };
  await put(store.putTally(tenant, begun));
  return begun;
}

/** Who pays for the address; nobody knows whom where that is no payer of the tenant. */
async function payerOf(
  gate: BookingPorts['gate'],
  tenant: string,
  address: string,
): Promise<PayerKey> {
  if (address === '') return suspenseOf(CHAIN_RAIL);
  try {
    return await payerOfAddress(gate, tenant, address);
  } catch (error) {
    if (error instanceof Rejection) return suspenseOf(CHAIN_RAIL);
    throw error;
  }
}

/** A payment is told by the address and by how much had come with it: no two of an address have come to the same. */
async function recorded(
  { gate: { books, settings } }: BookingPorts,
  tenant: string,
  { tally, booking, currency }: Tallied & { readonly booking: MonetizedBooking },
): Promise<{ readonly booked: Nanos; readonly detail?: string }> {
  const { payer, upTo, at: receivedAt } = booking;
  try {
    const { timeZone } = (await tenantBillingOf(settings, tenant)).policy;
    await recordPayerPayment(books, tenant, {
      ...{ payer, currency, receivedAt, timeZone, rail: CHAIN_RAIL },
      amount: nanosOf(upTo - tally.booked),
      reference: `waf:${tally.address}:${currencyText(upTo, currency)}`,
      apply: isSuspense(payer) ? 'none' : 'oldest',
      isCustomer: true,
    });
    return { booked: upTo };
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return { booked: tally.booked, detail: error.message };
  }
}
