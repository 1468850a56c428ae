import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { Currency } from '../../kernel/currency.ts';
import { nanosOf } from '../../kernel/money.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { askedUnder, endKey } from '../ask.ts';
import type { Priced } from '../entry.ts';
import type { StoredEntry } from '../spend.ts';
import { type PaidView, refundView } from '../view-refund.ts';
import { byFacts } from './facts.ts';
import type { ByToken } from './hold-ends.ts';
import type { SpendGate } from './ports.ts';

/** What came back of a view. */
export interface ViewRefunded extends Pick<PaidView, 'amount'> {
  readonly payer: PayerKey;
  readonly currency: Currency;
  readonly at: Timestamp;
}

/**
 * Gives back what a view cost, into the wallet of its payer; asked again, it answers as it did.
 * @throws Rejection `charge.not-found`, and as `refundView`, `Spend` and what reads terms do
 */
export async function viewRefunded(
  gate: SpendGate,
  tenant: string,
  { id, by }: { readonly id: string; readonly by: ByToken },
): Promise<ViewRefunded> {
  const found = await gate.spend.find(tenant, id);
  if (found === undefined || (by !== undefined && by.payer !== found.payer)) throw notFound();
  const { payer } = found;
  const view = await paidView(gate, tenant, { id, found });
  // What was charged is given back once, whoever asks.
  const asked = askedUnder(`refund ${id}`, ['refund', id], by?.token);
  const { viewRefunds: policy } = await tenantBillingOf(gate.settings, tenant);
  return byFacts(gate, { tenant, payer }, async ({ terms }) => {
    const refund = refundView({ view, policy, terms, asked });
    const { amount, at } = await gate.spend.decide(tenant, payer, refund);
    return { payer, currency: terms.currency, amount, at };
  });
}

/** What a charge, or a hold that was captured within two days, has cost. */
async function paidView(
  { spend }: Pick<SpendGate, 'spend'>,
  tenant: string,
  { id, found }: { readonly id: string; readonly found: StoredEntry },
): Promise<PaidView> {
  const { entry, payer, at } = found;
  if (entry.kind === 'charge') return paid(id, entry, at);
  if (entry.kind !== 'hold' || entry.lease === true) throw notFound();
  const end = await spend.findUnder(tenant, payer, askedUnder(endKey(id), []).key);
  if (end?.entry.kind !== 'capture') throw notFound();
  return paid(id, end.entry, end.block.at);
}

function paid(charge: string, { net, tax }: Priced, at: Timestamp): PaidView {
  const amount = nanosOf(net + tax);
  if (amount > 0n) return { charge, amount, at };
  const detail = 'give another charge: this one cost nothing';
  throw new Rejection('charge.not-found', detail, { param: 'id' });
}

const notFound = (): Rejection =>
  new Rejection(
    'charge.not-found',
    'give the id of a charge, or of a hold that was captured within two days',
    { param: 'id' },
  );
