import { nanosFrom } from '../../core/kernel/money.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { localStart, utc } from '../../core/kernel/time-zone.ts';
import { millisecondsPer, timestampOf } from '../../core/kernel/timestamp.ts';
import type { BankOutcome } from '../../core/rails/sepa/bank-outcome.ts';
import type { SepaBatch } from '../../core/rails/sepa/batch.ts';
import type { DebitsAsked } from '../../core/rails/sepa/choose-debits.ts';
import { connectSepa } from '../../core/rails/sepa/connect-sepa.ts';
import type { SepaCreditor } from '../../core/rails/sepa/creditor.ts';
import {
  cancelBatch,
  collectionsOf,
  fileOfBatch,
  submitBatch,
} from '../../core/rails/sepa/keep-batches.ts';
import { type MandateRequest, putMandate } from '../../core/rails/sepa/keep-mandates.ts';
import { prepareBatch, proposeBatch } from '../../core/rails/sepa/prepare-batch.ts';
import { tellOutcome } from '../../core/rails/sepa/tell-outcome.ts';
import { aCustomer } from '../fixtures/customers.ts';
import { connectedRails, tenant } from './some-rails.ts';

/** A Monday, two weeks after the invoices of the tests. */
export const collectOn = '2026-02-16';
export const aCreditor: SepaCreditor = {
  ...{ name: 'Magazine GmbH', identifier: 'DE98ZZZ09999999999', iban: 'DE75512108001245126199' },
  ...{ scheme: 'CORE', noticeDays: 5, retryAfterDays: [3, 7] },
};
export const aMandate = (fields: Partial<MandateRequest> = {}): MandateRequest => ({
  ...{ name: 'Press Review', iban: 'DE02120300000000202051', signedAt: '2026-01-15' },
  ...{ scheme: 'CORE', timeZone: utc },
  ...fields,
});

/** What is refused, and how. */
export async function refusalOf(
  asked: Promise<unknown>,
): Promise<{ readonly code: string; readonly message: string }> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
  throw new Error('expected a rejection, got none');
}

/** A world whose tenant collects by direct debit. */
export async function someSepa(creditor: Partial<SepaCreditor> = {}) {
  const world = await connectedRails();
  const { ports } = world;
  await connectSepa(ports, tenant, { ...aCreditor, ...creditor });
  let told = 0;
  return {
    ...world,
    sign: (
      customer = 'press-review',
      fields: Partial<MandateRequest> = {},
      reference = `M-${customer}`,
    ) => putMandate(ports, tenant, { customer, reference }, aMandate(fields)),
    /** A customer with a mandate and an invoice; the invoice's id. */
    async debtor(customer = 'press-review', amount = '12.34'): Promise<string> {
      await ports.customers.put(tenant, {
        ...{ key: customer, revision: 1, customer: aCustomer({ key: customer }) },
      });
      await putMandate(ports, tenant, { customer, reference: `M-${customer}` }, aMandate());
      return world.invoice(amount, 'EUR', customer);
    },
    propose: (asked: Partial<DebitsAsked> = {}) =>
      proposeBatch(ports, tenant, { collectOn, ...asked }),
    prepare: (asked: Partial<DebitsAsked> & { readonly key?: string } = {}) =>
      prepareBatch(ports, tenant, { collectOn, key: 'k', ...asked }),
    file: ({ id }: SepaBatch) => fileOfBatch(ports, tenant, id),
    submit: ({ id }: SepaBatch) => submitBatch(ports, tenant, id),
    cancel: ({ id }: SepaBatch) => cancelBatch(ports, tenant, id),
    collectionsIn: async (batch: SepaBatch) =>
      (await collectionsOf(ports, batch)).flatMap((one) => one ?? []),
    /** By an entry of its own, unless one is named. */
    tell(
      kind: BankOutcome['kind'],
      of: string,
      more: { amount?: string; reason?: string; entry?: string; on?: string } = {},
    ) {
      told += 1;
      const { amount, reason, entry = `entry-${told}`, on = collectOn } = more;
      const at = localStart(on, utc) ?? timestampOf(0);
      return tellOutcome(ports, tenant, {
        ...{ kind, of, entry, on, at, reason },
        amount: amount === undefined ? undefined : nanosFrom(amount),
      });
    },
    /** Lets the clock show the noon of a day. */
    on(day: string): void {
      world.time.now = timestampOf((localStart(day, utc) ?? 0) + 12 * millisecondsPer.hour);
    },
    due: async (invoice: string) => (await ports.books.due(tenant, invoice)).amount,
  };
}

export type SomeSepa = Awaited<ReturnType<typeof someSepa>>;
