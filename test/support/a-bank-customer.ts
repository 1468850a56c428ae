import { type BankQuestion, proposeFromBooks } from '../../core/bank/propose-from-books.ts';
import { readBankFile } from '../../core/bank/read-bank-file.ts';
import { catchUpAndCheck } from '../../core/books/check.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { currencyFrom } from '../../core/kernel/currency.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { nanosFrom, nanosOf } from '../../core/kernel/money.ts';
import { localStart, utc } from '../../core/kernel/time-zone.ts';
import { type Timestamp, timestampFrom } from '../../core/kernel/timestamp.ts';
import { recordPayerPayment } from '../../core/payments/record-payer-payment.ts';
import { reversePayment } from '../../core/payments/reverse-payment.ts';
import { bankEntryAnswer } from '../../functions/serve-invoices/bank-entry-answer.ts';
import { inMemoryBillingSettings } from '../fakes/billing-settings.ts';
import { inMemoryCollections } from '../fakes/collections.ts';
import { inMemoryCustomers } from '../fakes/customers.ts';
import { noPayouts } from '../fakes/payouts.ts';
import { inMemorySepaBatches } from '../fakes/sepa.ts';
import { InMemoryTransferReferences } from '../fakes/transfer-references.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { aCharge, aClosing, aMonth, someBooks, someTerms } from '../fixtures/invoicing.ts';
import { someSettings } from '../fixtures/plans.ts';

const tenant = 'acme';

/** An invoice over an amount without taxes, of the first month that is given unless it says another. */
interface SomeInvoice {
  readonly customer: string;
  readonly amount: string;
  readonly month?: string;
}

/** A tenant with customers, whose books have invoices; and its bank, whose files it imports. */
export async function aBankCustomer({
  names,
  invoices,
  now,
  month = '2026-01',
  series = {},
}: {
  readonly names: Readonly<Record<string, string>>;
  readonly invoices: readonly SomeInvoice[];
  readonly now: Timestamp;
  readonly month?: string;
  /** How the tenant writes numbers now; those of its invoices are of the series that it had before. */
  readonly series?: Pick<Parameters<typeof someSettings>[0] & object, 'series'>;
}) {
  const world = someBooks(now);
  const customers = inMemoryCustomers();
  const settings = inMemoryBillingSettings();
  await settings.put({ tenant, revision: 1, body: someSettings(series) });
  for (const [key, name] of Object.entries(names)) {
    await customers.put(tenant, { key, revision: 1, customer: aCustomer({ key, name }) });
  }
  const numbers: string[] = [];
  for (const one of invoices) numbers.push(await issued(world, { month, ...one }));
  const debits = { collections: inMemoryCollections(), batches: inMemorySepaBatches() };
  const payouts = noPayouts(world.books);
  const transfers = new InMemoryTransferReferences();
  const ports = { books: world.books, customers, settings, debits, payouts, transfers };
  const entriesOf = async (file: string | Uint8Array, payers: BankQuestion['payers'] = []) => {
    const statements = readBankFile(Buffer.from(file));
    const proposed = await proposeFromBooks(ports, tenant, { statements, payers });
    return proposed.map((one, index) => bankEntryAnswer(one, index + 1));
  };
  type Entry = Awaited<ReturnType<typeof entriesOf>>[number];
  /** Books those of the sureness as they are proposed. Answers their places. */
  const confirm = async (entries: readonly Entry[], sureness: readonly string[]) => {
    const chosen = entries.filter(({ proposal }) => sureness.includes(proposal?.sureness ?? ''));
    for (const entry of chosen) await book(world, entry);
    return chosen.map(({ place }) => place);
  };
  const blocks = async () => (await world.books.read(tenant, { cells: [] })).blocks;
  const faults = async () => (await catchUpAndCheck(world, tenant)).faults;
  const dueOf = async (number: string) => {
    const key = { kind: 'number', number } as const;
    const id = (await world.books.read(tenant, { cells: [key] })).at(key)?.id ?? '';
    const document = { kind: 'document', id } as const;
    const state = (await world.books.read(tenant, { cells: [document] })).at(document)?.invoice;
    return nanosOf((state?.total ?? 0n) - (state?.paid ?? 0n));
  };
  return { ...world, numbers, transfers, entriesOf, confirm, blocks, faults, dueOf };

  async function book(
    { books }: ReturnType<typeof someBooks>,
    { payment, reversal }: Entry,
  ): Promise<void> {
    if (reversal !== undefined) {
      await reversePayment(books, tenant, {
        ...reversal,
        amount: nanosIn(reversal.amount),
        reversedAt: instantIn(reversal.reversedAt),
      });
    } else if (payment !== undefined) {
      const { customer, currency, amount, apply, receivedAt, ...rest } = payment;
      const euro = currencyFrom(currency);
      invariant(euro !== undefined && customer !== undefined, 'what is sure says whose it is');
      await recordPayerPayment(books, tenant, {
        ...rest,
        payer: customer,
        currency: euro,
        amount: nanosIn(amount),
        receivedAt: instantIn(receivedAt),
        apply:
          apply === 'oldest'
            ? apply
            : apply.map((use) => ({ invoice: use.invoice, amount: nanosIn(use.amount) })),
      });
    }
  }
}

const nanosIn = (text: string) => nanosFrom(text) ?? nanosOf(0n);

function instantIn(text: string | undefined): Timestamp {
  const instant = timestampFrom(text ?? '') ?? localStart(text ?? '', utc);
  invariant(instant !== undefined, `an entry has a day, got ${text}`);
  return instant;
}

async function issued(
  world: ReturnType<typeof someBooks>,
  { customer, amount, month }: Required<SomeInvoice>,
): Promise<string> {
  const [outcome] = await closePeriods(world, tenant, [
    aClosing({
      terms: someTerms({ customer }),
      current: aMonth(month, [aCharge('1', amount)]),
    }),
  ]);
  if (outcome?.status !== 'closed' || outcome.document.kind !== 'invoice') {
    throw new Error('the invoice is issued');
  }
  return outcome.document.number;
}
