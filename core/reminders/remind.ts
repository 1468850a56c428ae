import type { Books } from '../books/books.ts';
import { documentId, type ReminderDocument } from '../books/document.ts';
import type { DocumentPlace } from '../books/document-entry.ts';
import type { Page } from '../books/page.ts';
import type { BooksLog } from '../books/ports.ts';
import type { BillingSettings, CustomersRead } from '../catalog/ports.ts';
import type { ReminderPolicy } from '../catalog/reminder-policy.ts';
import { type TenantBilling, tenantBillingOf } from '../catalog/tenant-billing.ts';
import type { ReminderReason } from '../contract/reminders/words.ts';
import type { Clock } from '../kernel/clock.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localDate } from '../kernel/time-zone.ts';
import { stateOn } from '../payments/applications.ts';
import { type Collection, isOver } from '../rails/collection.ts';
import { type DueReminder, type Settled, type Verdict, verdictOn } from './decide.ts';
import { type OverdueInvoice, passedFrom } from './overdue-invoices.ts';

/** Whether a rail is about to bring the money. */
interface OpenCollections {
  /** The latest of an invoice. */
  last(tenant: string, invoice: string): Promise<Collection | undefined>;
}

export interface RemindingPorts {
  readonly books: Books;
  readonly log: BooksLog;
  readonly settings: BillingSettings;
  readonly customers: Pick<CustomersRead, 'get'>;
  readonly collections: OpenCollections;
  readonly clock: Clock;
}

/** A reminder that was made, or would be. */
export interface RunReminder extends DueReminder {
  /** The document's; undefined of what would be made. */
  readonly id: string | undefined;
  readonly invoice: OverdueInvoice;
}

interface NotReminded {
  readonly invoice: OverdueInvoice;
  readonly because: ReminderReason;
  readonly due: DueReminder['due'];
}

/** What a run came to: of so many invoices that fell due, in the order of the books. */
export interface Reminded {
  readonly day: string;
  readonly made: readonly RunReminder[];
  readonly others: readonly NotReminded[];
  /** How many of which nothing is due any more. */
  readonly settled: Readonly<Record<Settled, number>>;
  /** How far it went, where there may be more. */
  readonly next: DocumentPlace | undefined;
}

/** What is asked: to go on past a place, with so many reminders at most. */
export interface RemindRequest {
  readonly after: DocumentPlace | undefined;
  readonly limit: number;
  /** Only to say what would be made, on a day: today where left out. Nothing is written. */
  readonly dryRun?: { readonly asOf: string | undefined };
}

/** Written together, in one block. */
const TOGETHER = 20;
/** Of one run: a request has to end. */
const INVOICES_MAX = 1_000;
const DOCUMENTS_MAX = 20_000;

/**
 * Makes the reminders that are due, each once: its id is of the invoice and the level, and it is decided on the page
 * that it is written to. So runs that race, repeat or crash make no second one, and nobody is reminded of what the
 * books have as paid by then. What is made is told by the books: a webhook, a letter.
 * @throws Rejection `billing-settings.not-found`, `reminder.not-set`
 */
export async function remind(
  ports: RemindingPorts,
  tenant: string,
  { after, limit, dryRun }: RemindRequest,
): Promise<Reminded> {
  const billing = await tenantBillingOf(ports.settings, tenant);
  const policy = policyOf(billing);
  const now = ports.clock.now();
  const day = dryRun?.asOf ?? localDate(now, billing.policy.timeZone);
  const run = new Run(ports, tenant, { billing, policy, day, isDry: dryRun !== undefined });
  let waiting: OverdueInvoice[] = [];
  let [documents, invoices] = [0, 0];
  for await (const { place, overdue } of passedFrom(ports, tenant, { after, day, now })) {
    documents += 1;
    if (overdue !== undefined) {
      invoices += 1;
      waiting.push(overdue);
    }
    const room = Math.min(TOGETHER, limit - run.made);
    const isEnd = documents >= DOCUMENTS_MAX || invoices >= INVOICES_MAX;
    if (waiting.length < room && !isEnd) continue;
    await run.take(waiting);
    waiting = [];
    if (isEnd || run.made >= limit) return run.outcome(place);
  }
  await run.take(waiting);
  return run.outcome(undefined);
}

/** @throws Rejection `reminder.not-set` */
function policyOf({ reminders }: TenantBilling): ReminderPolicy {
  if (reminders !== undefined) return reminders;
  throw new Rejection(
    'reminder.not-set',
    'say in the billing settings when payers are reminded, as reminders, with one step at least',
  );
}

interface Under {
  readonly billing: TenantBilling;
  readonly policy: ReminderPolicy;
  readonly day: string;
  readonly isDry: boolean;
}

/** A run over invoices that fell due, some at a time. */
class Run {
  readonly #ports: RemindingPorts;
  readonly #tenant: string;
  readonly #under: Under;
  readonly #made: RunReminder[] = [];
  readonly #others: NotReminded[] = [];
  readonly #settled = { paid: 0, credited: 0, uncollectible: 0, void: 0 };
  readonly #held = new Map<string, boolean>();

  constructor(ports: RemindingPorts, tenant: string, under: Under) {
    this.#ports = ports;
    this.#tenant = tenant;
    this.#under = under;
  }

  get made(): number {
    return this.#made.length;
  }

  outcome(next: DocumentPlace | undefined): Reminded {
    const { day } = this.#under;
    return { day, made: this.#made, others: this.#others, settled: { ...this.#settled }, next };
  }

  /** Says of each invoice what becomes of it, and makes the reminders that are due. */
  async take(invoices: readonly OverdueInvoice[]): Promise<void> {
    if (invoices.length === 0) return;
    const { books } = this.#ports;
    const page = await books.read(this.#tenant, { cells: cellsOf(invoices) });
    const kept = this.#sorted(page, invoices, this.#under.day);
    const due: OverdueInvoice[] = [];
    for (const { invoice, reminder } of kept) {
      const because = await this.#outside(invoice);
      if (because === undefined) due.push(invoice);
      else this.#others.push({ invoice, because, due: reminder.due });
    }
    if (due.length === 0) return;
    if (this.#under.isDry) {
      const would = kept.filter(({ invoice }) => due.includes(invoice));
      this.#made.push(
        ...would.map((one) => ({ id: undefined, ...one.reminder, invoice: one.invoice })),
      );
      return;
    }
    await this.#write(due);
  }

  /** Those that are to be reminded of; of the others it is noted why not. */
  #sorted(page: Page, invoices: readonly OverdueInvoice[], day: string) {
    const kept: { readonly invoice: OverdueInvoice; readonly reminder: DueReminder }[] = [];
    for (const invoice of invoices) {
      const verdict = this.#verdict(page, invoice, day);
      if (verdict.is === 'due') kept.push({ invoice, reminder: verdict.reminder });
      else this.#note(invoice, verdict);
    }
    return kept;
  }

  #note(invoice: OverdueInvoice, verdict: Exclude<Verdict, { readonly is: 'due' }>): void {
    if (verdict.is === 'settled') this.#settled[verdict.as] += 1;
    else this.#others.push({ invoice, because: verdict.because, due: verdict.due });
  }

  #verdict(page: Page, { document, dueDate }: OverdueInvoice, day: string): Verdict {
    const state = stateOn(page, document.id);
    return verdictOn({ state, currency: document.currency, dueDate, day }, this.#under.policy);
  }

  /** What the books do not say. */
  async #outside({ document }: OverdueInvoice): Promise<ReminderReason | undefined> {
    const { customer, id } = document;
    if (await this.#isHeld(customer)) return 'customer-held';
    const last = await this.#ports.collections.last(this.#tenant, id);
    return last === undefined || isOver(last) ? undefined : 'collecting';
  }

  async #isHeld(customer: string): Promise<boolean> {
    const known = this.#held.get(customer);
    if (known !== undefined) return known;
    const record = await this.#ports.customers.get(this.#tenant, customer);
    const isHeld = record?.customer?.holdReminders === true;
    this.#held.set(customer, isHeld);
    return isHeld;
  }

  /** What was decided before is decided again here, with what the books say by then. */
  async #write(invoices: readonly OverdueInvoice[]): Promise<void> {
    const { timeZone } = this.#under.billing.policy;
    const decided = await this.#ports.books.record(this.#tenant, {
      cells: cellsOf(invoices),
      originals: [],
      decide: (page) => {
        const day = localDate(page.recordedAt, timeZone);
        return invoices.map((invoice) => {
          const verdict = this.#verdict(page, invoice, day);
          if (verdict.is !== 'due') return { invoice, verdict };
          const document = reminderDocument(invoice, verdict.reminder, { page, day });
          page.add(document);
          return { invoice, verdict, id: document.id };
        });
      },
    });
    for (const { invoice, verdict, id } of decided) {
      if (verdict.is === 'due') this.#made.push({ ...verdict.reminder, id, invoice });
      else this.#note(invoice, verdict);
    }
  }
}

const cellsOf = (invoices: readonly OverdueInvoice[]) =>
  invoices.map(({ document: { id } }) => ({ kind: 'document', id }) as const);

function reminderDocument(
  { document }: OverdueInvoice,
  { level, afterDays, skipped, due, daysOverdue, text }: DueReminder,
  { page, day }: { readonly page: Page; readonly day: string },
): ReminderDocument {
  const { id: invoice, number: invoiceNumber, customer, currency } = document;
  return {
    kind: 'reminder',
    id: documentId('reminder', [invoice, String(level)]),
    customer,
    currency,
    recordedAt: page.recordedAt,
    effectiveAt: page.recordedAt,
    postings: [],
    invoice,
    invoiceNumber,
    ...{ day, level, afterDays, skipped, due, daysOverdue },
    ...definedOnly({ text }),
  };
}
