import { closingId, documentId } from '../../../core/books/document.ts';
import { putCustomer } from '../../../core/catalog/put-customer.ts';
import { askGate } from '../../../core/gate/decide.ts';
import { currencyFrom } from '../../../core/kernel/currency.ts';
import { decimalFromInteger } from '../../../core/kernel/decimal.ts';
import { invariant } from '../../../core/kernel/invariant.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { payerKeyOf } from '../../../core/kernel/payer.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { quarantineEntryOf } from '../../../core/metering/quarantine/quarantine.ts';
import type { UsageEvent } from '../../../core/metering/usage-event.ts';
import { recordPayerPayment } from '../../../core/payments/record-payer-payment.ts';
import { connectSepa } from '../../../core/rails/sepa/connect-sepa.ts';
import { putMandate } from '../../../core/rails/sepa/keep-mandates.ts';
import { prepareBatch } from '../../../core/rails/sepa/prepare-batch.ts';
import { askTopUp } from '../../../core/spend/over-rails/ask-top-up.ts';
import { budgetPut } from '../../../core/spend/protocol/budgets.ts';
import { thresholdPut } from '../../../core/spend/protocol/threshold.ts';
import { issueToken } from '../../../core/spend/protocol/tokens.ts';
import { chargeUsage, holdUsage } from '../../../core/spend/protocol/use.ts';
import { topUp } from '../../../core/spend/protocol/wallets.ts';
import { putEndpoint } from '../../../core/webhooks/endpoints.ts';
import { takenKeys } from '../../../functions/publish-log/taken-keys.ts';
import { FakeContract } from '../../fakes/payout-contract.ts';
import { inMemoryPaying } from '../../fakes/payouts.ts';
import { aCustomer } from '../../fixtures/customers.ts';
import { aPlan, aVersion, someSettings } from '../../fixtures/plans.ts';
import { aMeter, aUsageEvent } from '../../fixtures/usage-events.ts';
import { billingInterface } from '../../support/billing-interface.ts';
import { someBilling, use, workOff } from '../../support/some-billing.ts';
import { someEarnings } from '../../support/some-earnings.ts';
import { somePayers } from '../../support/some-payers.ts';
import { publishedProofs } from '../../support/some-proofs.ts';
import { someRails } from '../../support/some-rails.ts';
import { someSpend } from '../../support/some-spend.ts';
import { someWebhooks } from '../../support/some-webhooks.ts';
import { changeUsage } from './documented-corrections.ts';
import { exportedUsage } from './documented-exports.ts';
import { tellPayees, whoEarns } from './documented-payees.ts';
import { payOut } from './documented-payouts.ts';
import { offerPrivately } from './documented-private-pass.ts';

const tenant = 'acme';
const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);
const november = at('2026-11-03T00:00:00Z');

const reader = aPlan(
  aVersion({
    charges: [
      { meter: 'views', model: 'per_unit', unitPrice: '0.25' },
      { meter: 'tips', model: 'per_unit', unitPrice: '1' },
    ],
  }),
);
const tipped = aMeter({
  ...{ key: 'tips', eventType: 'tip', aggregation: 'sum', value: 'tip', chargedOnly: true },
});
/** Pays for two readers; `reader-9` is nobody's. */
const press = aCustomer({
  subjects: ['reader-7', 'reader-8'],
  plan: [{ plan: 'reader', from: '1970-01-01' }],
});

const views = (subject: string, count: number): UsageEvent[] =>
  Array.from({ length: count }, (_, index) =>
    aUsageEvent({
      id: `${subject} ${index}`,
      subject,
      occurredAt: at('2026-10-14T10:00:00Z'),
    }),
  );

/** Has used nothing, and has a statement. */
const zine = aCustomer({
  key: 'zine',
  subjects: ['reader-5'],
  plan: [{ plan: 'reader', from: '1970-01-01' }],
});

/** Money of the press, of which little is for its invoice yet. */
async function pay({ books }: ReturnType<typeof someBilling>): Promise<void> {
  const currency = currencyFrom('EUR');
  invariant(currency !== undefined, 'there is the euro');
  await recordPayerPayment(books, tenant, {
    ...{ payer: 'press-review', currency, rail: 'bank', reference: 'DE-2026-0410' },
    ...{ amount: nanosOf(5_000_000_000n), receivedAt: at('2026-11-02T09:00:00Z') },
    apply: [
      {
        invoice: closingId('press-review', monthFrom('2026-10'), 1),
        amount: nanosOf(500_000_000n),
      },
    ],
  });
}

async function topUpWallet({ protocol }: ReturnType<typeof someSpend>): Promise<void> {
  await topUp(protocol, tenant, {
    ...{ payer: payerKeyOf({ customer: 'press-review' }), amount: nanosOf(10_000_000_000n) },
    ...{ currency: 'EUR', priority: 100, endsAt: undefined, rail: 'bank', reference: 'T-1' },
    at: () => undefined,
  });
}

/** What the press is asked for, over a rail. */
async function askForMoney(
  { protocol: gate }: ReturnType<typeof someSpend>,
  { ports }: ReturnType<typeof someRails>,
): Promise<void> {
  await askTopUp({ ...ports, gate }, tenant, {
    ...{ payer: payerKeyOf({ customer: 'press-review' }), amount: nanosOf(20_000_000_000n) },
    ...{ currency: 'EUR', rail: 'stripe', key: 'top-up-1', token: undefined },
    ...{ successUrl: 'https://news.example/paid', cancelUrl: 'https://news.example/me' },
  });
}

/** A view that was paid from the wallet. */
async function readOne({ protocol }: ReturnType<typeof someSpend>): Promise<void> {
  await chargeUsage(protocol, tenant, {
    ...{ payer: payerKeyOf({ customer: 'press-review' }), token: undefined, key: 'view-1' },
    ...{ meter: 'views', subject: 'reader-7', quantity: decimalFromInteger(1n) },
    ...{ dimensions: {}, data: undefined },
  });
}

async function offerPass({ protocol }: ReturnType<typeof someSpend>): Promise<void> {
  await protocol.passes.put(tenant, {
    ...{ key: 'hundred-views', revision: 1 },
    body: {
      ...{ name: 'A hundred views', meter: 'views', units: '100', days: 90 },
      price: { amount: '5.00', currency: 'EUR' },
    },
  });
}

/** What the press may spend, and what it holds. */
async function hold({ protocol }: ReturnType<typeof someSpend>): Promise<void> {
  const payer = payerKeyOf({ customer: 'press-review' });
  const limit = { of: 'money', amount: nanosOf(20_000_000_000n), currency: 'EUR' } as const;
  const budget = { key: 'daily', limit, every: 'day', hard: true } as const;
  await budgetPut(protocol, tenant, { payer, budget, key: 'budget-1', token: undefined });
  const use = { payer, meter: 'views', subject: 'reader-7', dimensions: {}, data: undefined };
  for (const key of ['hold-1', 'hold-2']) {
    await holdUsage(protocol, tenant, {
      ...{ ...use, quantity: decimalFromInteger(5n), key, token: undefined },
      ...{ lastsMs: 900_000, isLease: false, isByKey: false },
    });
  }
  await issueToken(protocol, tenant, {
    ...{ payer, actions: ['charge'], limit: undefined, lastsMs: 86_400_000 },
  });
  await chargeUsage(protocol, tenant, {
    ...{ ...use, quantity: decimalFromInteger(1n), key: 'charge-1', token: undefined },
  });
}

/** What was held at the gate, for who pays without being asked. */
async function serve({ protocol, gate }: ReturnType<typeof someSpend>): Promise<void> {
  const payer = payerKeyOf({ customer: 'press-review' });
  const threshold = { amount: nanosOf(1_000_000_000n), currency: 'EUR' } as const;
  await thresholdPut(protocol, tenant, { payer, threshold, key: 'threshold-1', token: undefined });
  const { text } = await issueToken(protocol, tenant, {
    ...{ payer, actions: ['charge'], limit: undefined, lastsMs: 86_400_000 },
  });
  for (const key of ['view-1', 'view-2']) {
    const { outcome } = await askGate(gate, tenant, {
      ...{
        resource: { url: 'https://news.example/a/1' },
        meter: 'views',
        subject: 'reader-7',
        key,
      },
      ...{ quantity: decimalFromInteger(1n), dimensions: {}, data: undefined, lastsMs: 900_000 },
      ...{ payment: { token: text }, isOnce: false, free: undefined, topUpUrl: undefined },
    });
    if (outcome !== 'held') throw new Error('a view within the threshold is held');
  }
}

/** Who collects by direct debit, and what the press has signed. */
async function sign({ ports }: ReturnType<typeof someRails>): Promise<void> {
  await connectSepa(ports, tenant, {
    ...{ name: 'Magazine GmbH', identifier: 'DE98ZZZ09999999999', iban: 'DE75512108001245126199' },
    ...{ scheme: 'CORE', noticeDays: 14, retryAfterDays: [3, 7] },
  });
  for (const reference of ['M-2026-0002', 'M-2026-0001']) {
    await putMandate(
      ports,
      tenant,
      { customer: 'press-review', reference },
      {
        ...{ name: 'Press Review', iban: 'DE02120300000000202051', signedAt: '2026-10-02' },
        ...{ scheme: 'CORE', timeZone: utc },
      },
    );
  }
}

/** A batch of direct debits, of what is left of the invoice of the press. */
async function debit({ ports }: ReturnType<typeof someRails>): Promise<void> {
  await prepareBatch(ports, tenant, {
    ...{ key: 'november', collectOn: '2026-11-30' },
    invoices: [closingId('press-review', monthFrom('2026-10'), 1)],
  });
}

const viewRefunds = { withinMinutes: 60, perDay: 3 };
const topUps = { least: '5.00', most: '100.00' };
const reminders = { steps: [{ afterDays: 7 }, { afterDays: 21 }], atHour: 9 };

/** As if the invoice had been due for a week. */
async function remind({ books }: ReturnType<typeof someBilling>): Promise<void> {
  const invoice = closingId('press-review', monthFrom('2026-10'), 1);
  const currency = currencyFrom('EUR');
  invariant(currency !== undefined, 'there is the euro');
  await books.record(tenant, {
    ...{ cells: [], originals: [] },
    decide: (page) =>
      page.add({
        ...{ kind: 'reminder', id: documentId('reminder', [invoice, '1']), invoice, currency },
        ...{ customer: 'press-review', invoiceNumber: 'INV-2026-000001', day: '2026-11-03' },
        ...{ recordedAt: page.recordedAt, effectiveAt: page.recordedAt, postings: [] },
        ...{ level: 1, afterDays: 7, skipped: [], daysOverdue: 7, due: nanosOf(1_500_000_000n) },
      }),
  });
}

/** What the examples of the reference speak of: a tenant on 3 November 2026, whose October is billed. */
export async function documentedTenant({
  approval = false,
  debits = false,
  wallet = false,
  view = false,
  asked = false,
} = {}) {
  const billing = someBilling(november);
  const { rating, catalogs, clock, quarantine, queue } = billing;
  await catalogs.append(tenant, { version: 1, meters: [tipped, aMeter()] });
  await rating.settings.put({
    tenant,
    revision: 1,
    body: someSettings({ approval, reminders, viewRefunds, topUps }),
  });
  await rating.plans.put(tenant, { key: 'reader', revision: 1, body: reader });
  await putCustomer(rating.customers, tenant, {
    ...{ customer: press, now: clock.now(), replaces: undefined },
  });
  await putCustomer(rating.customers, tenant, {
    ...{ customer: zine, now: clock.now(), replaces: undefined },
  });
  await use(billing, [...views('reader-7', 6), ...views('reader-8', 2), ...views('reader-9', 2)]);
  await billingInterface(billing)('POST /v1/billing-runs', {
    body: { period: '2026-10' },
    headers: { 'content-type': 'application/json' },
  });
  await workOff(billing, 0);
  // Where drafts wait for a person, there is no invoice to pay.
  if (!approval) {
    await pay(billing);
    await remind(billing);
  }
  await exportedUsage(billing, tenant);
  const late = aUsageEvent({ subject: 'reader-7', occurredAt: at('2026-08-14T10:00:00Z') });
  await quarantine.put(quarantineEntryOf(tenant, late, 'too-old', november));
  await changeUsage(billing, tenant);
  const webhooks = someWebhooks(billing);
  await putEndpoint(webhooks, tenant, {
    ...{ key: 'accounting', url: 'https://shop.example/farthing', enabled: true },
    events: ['invoice.issued'],
  });
  const spend = someSpend(billing);
  const rails = someRails(billing, spend.protocol);
  await rails.connect();
  await sign(rails);
  if (debits) await debit(rails);
  await hold(spend);
  await offerPass(spend);
  await offerPrivately(tenant, spend);
  // Where drafts wait for a person, there is nothing to pay in advance for.
  if (wallet && !approval) await topUpWallet(spend);
  if (asked && !approval) await askForMoney(spend, rails);
  if (view && !approval) {
    await readOne(spend);
    await serve(spend);
  }
  const payers = somePayers(billing, spend);
  const shared = await whoEarns(tenant);
  const earnings = someEarnings(billing, shared.shares);
  await earnings.run({ kind: 'look' });
  const { books } = billing;
  const { payees, payeeTokens } = shared;
  const contract = new FakeContract();
  const { settings } = rating;
  const paying = inMemoryPaying({ books, settings, clock, payees, payeeTokens, contract });
  await payOut({ ...paying, contract }, billing);
  await tellPayees(billing, tenant, shared);
  const proofs = await publishedProofs(billing, tenant, takenKeys(spend.privately.passes, clock));
  return { billing, rails, spend, webhooks, payers, proofs, queue, shared, earnings, paying };
}
