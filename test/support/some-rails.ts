import { createHmac } from 'node:crypto';
import { documentsIn } from '../../core/books/block.ts';
import type { BooksDocument } from '../../core/books/document.ts';
import type { BillingSettings, Customers } from '../../core/catalog/ports.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { creditInvoice } from '../../core/invoicing/credit-invoice.ts';
import { voidInvoice } from '../../core/invoicing/void-invoice.ts';
import type { Currency } from '../../core/kernel/currency.ts';
import type { JsonObject } from '../../core/kernel/json.ts';
import type { PayerKey } from '../../core/kernel/payer.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { recordPayment } from '../../core/payments/record-payment.ts';
import { railBooks } from '../../core/rails/book-movements.ts';
import { collect } from '../../core/rails/collect.ts';
import { connect, railCaller } from '../../core/rails/connect.ts';
import { railsMessageFrom } from '../../core/rails/message.ts';
import type { CallAnswer, CollectionNotice, OutboundCall } from '../../core/rails/ports.ts';
import { sepaRail } from '../../core/rails/sepa/sepa-rail.ts';
import { stripeRail } from '../../core/rails/stripe/stripe-rail.ts';
import { walletMovements } from '../../core/spend/over-rails/book-wallet-movement.ts';
import { refillWallet } from '../../core/spend/over-rails/refill-wallet.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import { collectPayments } from '../../functions/collect-payments/collect-payments.ts';
import { inMemoryBillingSettings } from '../fakes/billing-settings.ts';
import {
  inMemoryCollections,
  inMemoryFacilitatorKeys,
  inMemoryRailSecrets,
} from '../fakes/collections.ts';
import { inMemoryCustomers } from '../fakes/customers.ts';
import { inMemoryPaying } from '../fakes/payouts.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { inMemoryMandates, inMemorySepaBatches } from '../fakes/sepa.ts';
import { FakeStripe } from '../fakes/stripe/fake-stripe.ts';
import type { FakeEvent } from '../fakes/stripe/objects.ts';
import {
  aCharge,
  aClosing,
  afterJanuary,
  aMonth,
  aPolicy,
  nanos,
  someBooks,
  someTerms,
} from '../fixtures/invoicing.ts';
import { sellingOf } from './selling-of.ts';

export const tenant = 'acme';
const space = '/farthing/FarthingStack/rails';
export const credentials = {
  secretKey: 'sk_test_of_an_example',
  webhookSecret: 'whsec_of_an_example',
  url: undefined,
};
/** Of another account, and of the mode in which money moves. */
export const otherCredentials = { ...credentials, secretKey: 'sk_live_of_another_account' };
export const addresses = {
  successUrl: 'https://shop.example/paid',
  cancelUrl: 'https://shop.example/unpaid',
};
const seller = { name: 'Magazine GmbH', address: { lines: ['Hauptstr. 1'], country: 'DE' } };

/** What rails stand on. */
type RailsBilling = ReturnType<typeof someBooks> & {
  readonly rating: { readonly settings: BillingSettings; readonly customers?: Customers };
};

const someBilled = (): RailsBilling => ({
  ...someBooks(afterJanuary),
  rating: { settings: inMemoryBillingSettings(), customers: inMemoryCustomers() },
});

/** Stripe in memory, and books with nothing in them yet; `answer` comes between. With a gate, wallets are topped up. */
export function someRails(billing: RailsBilling = someBilled(), gate?: SpendGate) {
  const { books, log, cells, clock, time, rating } = billing;
  const { settings, customers = inMemoryCustomers() } = rating;
  const stripe = new FakeStripe(() => time.now);
  const other = new FakeStripe(() => time.now, otherCredentials.secretKey, 500_000);
  const notices: CollectionNotice[] = [];
  const queue = inMemoryQueue();
  /** What was posted. */
  const bodies: string[] = [];
  /** Answers a call, or loses it. */
  const between = {
    answer: (call: OutboundCall): CallAnswer => {
      const isOther = call.headers['authorization'] === `Bearer ${other.secretKey}`;
      return { kind: 'answered', ...(isOther ? other : stripe).answer(call) };
    },
  };
  const outbound = {
    refusal: (url: string) => (url.startsWith('http') ? undefined : 'give a URL'),
    isHere: (url: string) => url.startsWith('http://127.0.0.1:'),
    call: async (call: OutboundCall) => {
      if (call.body !== undefined && call.body !== '') bodies.push(call.body);
      return between.answer(call);
    },
  };
  const [collections, batches] = [inMemoryCollections(), inMemorySepaBatches()];
  const rails = { stripe: stripeRail(outbound), sepa: sepaRail({ collections, batches }) };
  const wallets = gate === undefined ? {} : { wallets: walletMovements(gate) };
  const secrets = inMemoryRailSecrets();
  const booking = railBooks({ books, settings, clock, ...wallets });
  const own = { collections, secrets, rails, books: booking };
  /** What was told of wallets that are low. */
  const told: JsonObject[] = [];
  const onLow = async (_: string, data: JsonObject): Promise<void> => {
    told.push(data);
  };
  const paying = { ...inMemoryPaying({ books, settings, clock }), onNotice: () => undefined };
  const ports = {
    reminding: { books, log, settings, customers, collections, clock },
    ...{ collections, secrets, rails, outbound },
    facilitatorKeys: inMemoryFacilitatorKeys(),
    paying,
    selling: sellingOf(clock),
    onCommit: (): void => undefined,
    ...{ batches, mandates: inMemoryMandates(), customers, settings },
    ...{
      named: books,
      books: booking,
      queue,
      clock,
      space,
    },
    refill: async (of: string, payer: PayerKey) =>
      gate === undefined ? undefined : refillWallet({ ...own, gate, onLow }, of, payer),
    onNotice: (notice: CollectionNotice) => {
      notices.push(notice);
    },
  };
  const caller = { tenant, space, credentials };
  let done = 0;
  return {
    ...ports,
    /** Money that came in another way. */
    pay: (invoice: string, amount: string) =>
      recordPayment(books, tenant, {
        ...{ invoice, rail: 'bank', reference: `transfer of ${amount}` },
        ...{ amount: nanos(amount), receivedAt: time.now },
      }),
    void: (invoice: string) =>
      voidInvoice(books, tenant, {
        invoice,
        reason: 'billed to the wrong company',
        afterwards: 'forgive',
      }),
    credit: (invoice: string) =>
      creditInvoice(books, tenant, {
        policy: aPolicy(),
        request: { invoice, key: 'k', reason: 'not delivered', lines: undefined },
      }),
    ...{ bodies, told },
    ...{ ports, caller, stripe, other, notices, time, log, cells, settings, between },
    connect: (by = credentials) => connect(ports, { tenant, rail: 'stripe' }, by),
    collect: (invoice: string) =>
      collect({ ...ports, rail: rails.stripe }, caller, { invoice, ...addresses }),
    /** By the secrets that are there. */
    collectNow: async (invoice: string) =>
      collect(
        { ...ports, rail: rails.stripe },
        await railCaller(ports, { tenant, rail: 'stripe' }),
        { invoice, ...addresses },
      ),
    /** An invoice of `amount`, its id. */
    async invoice(amount = '12.34', currency: Currency = 'EUR', customer = 'press-review') {
      const terms = someTerms({ customer, currency, minimumCharge: nanos('0') });
      const [outcome] = await closePeriods({ books, clock }, tenant, [
        aClosing({ terms, current: aMonth('2026-01', [aCharge('1', amount)]) }),
      ]);
      if (outcome?.status !== 'closed') throw new Error('the invoice is issued');
      return outcome.document.id;
    },
    /** What the schedule and the queue do, until nothing is left. */
    async run(...messages: readonly object[]): Promise<void> {
      await queue.send(messages.map((message) => JSON.stringify(message)));
      for (; done < queue.bodies.length; done += 1) {
        await collectPayments(ports)(railsMessageFrom(queue.bodies[done] ?? ''));
      }
    },
    /** Moves the clock on. */
    pass(milliseconds: number): void {
      time.now = timestampOf(time.now + milliseconds);
    },
  };
}

export type SomeRails = ReturnType<typeof someRails>;

/** A world that is connected to Stripe. */
export async function connectedRails(): Promise<SomeRails> {
  const world = someRails();
  await world.settings.put({ tenant, revision: 1, body: { seller } });
  await world.connect();
  return world;
}

export async function documentsOf({ log }: SomeRails): Promise<readonly BooksDocument[]> {
  const blocks: { readonly bytes: Uint8Array }[] = [];
  for (let page = await log.read(tenant, 0); page.blocks.length > 0; ) {
    blocks.push(...page.blocks);
    page = await log.read(tenant, blocks.length);
  }
  return blocks.flatMap(({ bytes }) => documentsIn(bytes));
}

/** What an account of the books comes to. */
export async function balanceOf(world: SomeRails, account: string): Promise<bigint> {
  return (await documentsOf(world))
    .flatMap(({ postings }) => postings)
    .filter((posting) => posting.account === account)
    .reduce((sum, { amount }) => sum + amount, 0n);
}

/** An event as Stripe posts it, with its signature. */
export function signed(
  event: FakeEvent,
  { now, secret = credentials.webhookSecret }: { readonly now: number; readonly secret?: string },
) {
  const body = JSON.stringify(event);
  const time = Math.floor(now / 1000);
  const v1 = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return { body, headers: { 'stripe-signature': `t=${time},v1=${v1}` } };
}
