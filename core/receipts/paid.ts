import type { Plans } from '../catalog/ports.ts';
import type { Clock } from '../kernel/clock.ts';
import { Rejection } from '../kernel/rejection.ts';
import { askedUnder, endKey } from '../spend/ask.ts';
import type { CaptureEntry, Gated } from '../spend/entry.ts';
import { chargedCurrency } from '../spend/protocol/charged-currency.ts';
import { type ByToken, holdNamed } from '../spend/protocol/hold-ends.ts';
import type { Spend, StoredEntry } from '../spend/spend.ts';
import type { Paid } from './claims.ts';
import { refundedAt } from './refund.ts';

/** Where it stands what was paid. */
export interface PaidPorts {
  readonly spend: Spend;
  readonly plans: Pick<Plans, 'get'>;
  readonly clock: Clock;
}

/** What is asked for, by an id, and by whom. */
export interface PaidAsked {
  readonly id: string;
  readonly by: ByToken;
}

/**
 * What was paid under an id: that of a charge, of a capture, or of a hold that was captured within the last two days.
 * To a payer, what others paid is not there.
 * @throws Rejection `receipt.not-found`
 */
export async function paidUnder(
  ports: PaidPorts,
  tenant: string,
  { id, by }: PaidAsked,
): Promise<Paid> {
  const found = await ports.spend.find(tenant, id);
  if (found === undefined || (by !== undefined && by.payer !== found.payer)) throw notFound();
  const { entry } = found;
  if (entry.kind === 'charge') {
    const { quantity, net, tax } = entry;
    const own = { event: id, receipt: id, gated: entry, quantity, net, tax };
    return completed(ports, tenant, { ...own, ...placeOf(found) });
  }
  if (entry.kind === 'capture') {
    return ofCapture(ports, tenant, { ...placeOf(found), id, entry });
  }
  if (entry.kind !== 'hold') throw notFound();
  const { key } = askedUnder(endKey(id), null);
  const ended = await ports.spend.findUnder(tenant, found.payer, key);
  if (ended?.entry.kind !== 'capture') throw notFound();
  const place = { payer: found.payer, at: ended.block.at };
  return ofCapture(ports, tenant, { ...place, id: ended.id, entry: ended.entry });
}

type Place = Pick<StoredEntry, 'payer' | 'at'>;

const placeOf = ({ payer, at }: StoredEntry): Place => ({ payer, at });

/** Of a lease, each capture is recorded by an event of its own; of another hold, the hold's. */
async function ofCapture(
  ports: PaidPorts,
  tenant: string,
  { id, entry, ...place }: Place & { readonly id: string; readonly entry: CaptureEntry },
): Promise<Paid> {
  const { quantity, net, tax } = entry;
  // Nothing was used of it, and so nothing recorded.
  if (quantity === 0n) throw notFound();
  const { entry: hold } = await holdNamed(ports, tenant, { id: entry.hold, by: undefined });
  const event = hold.lease === true ? id : entry.hold;
  const own = { event, receipt: id, gated: hold, quantity, net, tax, offer: hold.offer };
  return completed(ports, tenant, { ...own, ...place });
}

async function completed(
  ports: PaidPorts,
  tenant: string,
  paid: Omit<Paid, 'currency' | 'gated'> & { readonly gated: Gated },
): Promise<Paid> {
  const currency = await chargedCurrency(ports, tenant, paid.gated);
  const refunded = await refundedAt(ports.spend, tenant, paid, ports.clock.now());
  return { ...paid, currency, ...(refunded === undefined ? {} : { refundedAt: refunded }) };
}

const notFound = (): Rejection =>
  new Rejection(
    'receipt.not-found',
    'give the receiptId of something that was charged: there is none of this id',
    { param: 'id' },
  );
