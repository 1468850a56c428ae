import type { Books } from '../books/books.ts';
import type { BooksLog } from '../books/ports.ts';
import { subjectOfKey } from '../catalog/billed-customer.ts';
import { buyerOf } from '../catalog/buyer.ts';
import type { BillingSettings, CustomersRead } from '../catalog/ports.ts';
import { tenantBillingOf } from '../catalog/tenant-billing.ts';
import type { DocumentLanguage, Party } from '../contract/invoices/invoice.ts';
import type { Clock } from '../kernel/clock.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { localDate } from '../kernel/time-zone.ts';
import { type PayerAccount, payerAccounts } from '../reports/payer-account.ts';
import type { ReportQuestion } from '../reports/question.ts';

/** What a payer is sent: what it owes, and why. */
export interface AccountStatement {
  readonly seller: Party;
  readonly buyer: Party;
  readonly customer: string;
  readonly language: DocumentLanguage;
  /** The SHA-256 of the seller's picture. */
  readonly logo?: string;
  /** Days, `YYYY-MM-DD`, both counted. */
  readonly from: string;
  readonly to: string;
  /** The day on which it is made, in the seller's zone; and the instant. */
  readonly day: string;
  readonly made: Date;
  /** By currency. */
  readonly accounts: readonly PayerAccount[];
}

/** Draws one as PDF, of a tenant. */
export type DrawAccount = (statement: AccountStatement, tenant: string) => Promise<Uint8Array>;

interface StatementPorts {
  readonly books: Books;
  readonly log: BooksLog;
  readonly settings: BillingSettings;
  readonly customers: CustomersRead;
  readonly clock: Clock;
}

/** Each document is read by itself, and a page has some forty rows. */
const most = { documentsMax: 20_000, rowsMax: 2_000 };

/**
 * What a payer owes by the books, said by who sells and to whom as both are now: it is no document, and not kept.
 * @throws Rejection `billing-settings.not-found`, `payment.payer-unknown`, `report.too-large`, `report.unbalanced`
 */
export async function accountStatement(
  ports: StatementPorts,
  tenant: string,
  question: ReportQuestion & { readonly customer: string },
): Promise<AccountStatement> {
  const { customer, days } = question;
  const { policy, language } = await tenantBillingOf(ports.settings, tenant);
  const accounts = await payerAccounts(ports, tenant, question, most);
  const profile = (await ports.customers.get(tenant, customer))?.customer;
  const now = ports.clock.now();
  return {
    seller: policy.seller,
    buyer: profile === undefined ? { name: subjectOfKey(customer) ?? customer } : buyerOf(profile),
    customer,
    language: profile?.language ?? language ?? 'en',
    ...definedOnly({ logo: policy.logo }),
    ...{ from: days.from ?? days.to, to: days.to },
    day: localDate(now, policy.timeZone),
    made: new Date(now),
    accounts,
  };
}
