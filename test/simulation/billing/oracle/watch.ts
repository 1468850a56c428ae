import type { StoredBooksBlock } from '../../../../core/books/ports.ts';
import { draftText } from '../ledger.ts';
import type { BillingContext } from '../run-context.ts';
import type { BilledTenant } from '../scenario.ts';
import type { BillingStores, BillingTables } from '../stores.ts';
import type { Agreements } from './agreements.ts';
import { documentsOfBlock, type ReadDocument } from './books-reader.ts';
import { causeFault } from './causes.ts';
import { CustomerAccount } from './customer-account.ts';
import { impedimentTo } from './impediments.ts';
import { type KnownInvoice, type KnownPayment, knownInvoice } from './known-invoice.ts';
import { Numbers } from './numbers.ts';
import { ListedRepeats } from './repeats.ts';
import { noteClosing, noteMoney, noteVoid } from './sightings.ts';

/** A function's clock may be ahead by this, and time goes on between its looking and its putting. */
const CLOCKS_OFF_MS_MAX = 2_000;

/** All that is known of a tenant's books. */
export interface KnownBooks {
  readonly tenant: BilledTenant;
  readonly blocks: string[];
  readonly documents: ReadDocument[];
  readonly ids: Set<string>;
  readonly numbers: Numbers;
  readonly accounts: Map<string, CustomerAccount>;
  readonly invoices: KnownInvoice[];
  readonly payments: KnownPayment[];
  /** How many documents were there when the run began. */
  documentsBefore: number;
}

type Watched = Pick<BillingContext, 'agreementsOf' | 'ledger' | 'journal' | 'scenario'>;

/** Looks on while a run goes on, and says so the moment something is booked that must not be. */
export class BooksWatch {
  readonly #world: Watched;
  readonly #now: () => number;
  readonly #listed = new ListedRepeats();
  readonly #books: ReadonlyMap<string, KnownBooks>;

  constructor(world: Watched, now: () => number) {
    this.#world = world;
    this.#now = now;
    this.#books = new Map(
      world.scenario.tenants.map((tenant) => [
        tenant.name,
        {
          tenant,
          blocks: [],
          documents: [],
          ids: new Set(),
          numbers: new Numbers(),
          accounts: new Map(),
          invoices: [],
          payments: [],
          documentsBefore: 0,
        },
      ]),
    );
  }

  booksOf(tenant: string): KnownBooks {
    const books = this.#books.get(tenant);
    if (books === undefined) throw new Error(`nobody is called ${tenant}`);
    return books;
  }

  /** Takes what is in the books before anything happens as it is. */
  begin({ log }: BillingStores): void {
    for (const books of this.#books.values()) {
      for (const { bytes } of log.blocksOf(books.tenant.name)) {
        books.blocks.push(Buffer.from(bytes).toString('hex'));
        for (const document of documentsOfBlock(bytes)) {
          books.ids.add(document.id);
          books.documents.push(document);
          accountOf(books, document).fault(document);
          this.#boundsFault(books.tenant, document);
        }
      }
      books.documentsBefore = books.documents.length;
    }
  }

  /** The same tables, with the watch told of all that is put. */
  over({ log, cells, runs, repeats, scratch }: BillingTables): BillingTables {
    return {
      cells,
      repeats: {
        ...repeats,
        add: async (tenant, month, listed) => {
          const fault = this.#listed.add(this.#world.ledger, tenant, { month, listed });
          if (fault !== undefined) this.#broken('what is listed came again', fault, tenant);
          await repeats.add(tenant, month, listed);
        },
      },
      scratch,
      log: {
        read: (tenant, after, consistency) => log.read(tenant, after, consistency),
        readOne: (tenant, seq) => log.readOne(tenant, seq),
        append: async (tenant, block) => {
          const outcome = await log.append(tenant, block);
          if (outcome === 'put') this.#onBlock(tenant, block);
          return outcome;
        },
      },
      runs: {
        ...runs,
        park: async (month) => {
          const { tenant, code, draft } = month;
          if (code === 'out-of-bounds') this.#world.journal.reached('parked out of bounds');
          if (code === 'not-priced') this.#world.journal.reached('parked without a plan');
          if (draft !== undefined) this.#onDraft(tenant, draft);
          await runs.park(month);
        },
      },
    };
  }

  #onDraft(tenant: string, draft: { readonly id: string }): void {
    const { journal, ledger } = this.#world;
    const text = draftText(draft);
    const before = ledger.draftsParked(tenant, draft.id);
    if (before.size > 0 && !before.has(text)) journal.reached('draft parked again');
    ledger.parks(tenant, draft.id, text);
  }

  #onBlock(tenant: string, { seq, bytes }: StoredBooksBlock): void {
    const books = this.booksOf(tenant);
    if (seq !== books.blocks.length + 1) {
      const detail = `block ${seq} was put on ${books.blocks.length} of ${tenant}`;
      this.#broken(
        'the books grow by the block after their last, and never change',
        detail,
        tenant,
      );
      return;
    }
    books.blocks.push(Buffer.from(bytes).toString('hex'));
    const documents = documentsOfBlock(bytes);
    const causes = documents.map(({ id }) => id);
    for (const document of documents) this.#onDocument(books, document, causes);
    this.#lookAtMoney(books, documents);
  }

  /** What a block leaves of the money of those that it is about. */
  #lookAtMoney(books: KnownBooks, documents: readonly ReadDocument[]): void {
    const invoiced = documents.filter(({ kind }) => kind === 'invoice').map(({ id }) => id);
    for (const [customer, { money }] of books.accounts) {
      const about = documents.findLast((one) => one.customer === customer);
      const detail = about === undefined ? undefined : money.restFault(invoiced);
      if (about === undefined || detail === undefined) continue;
      const rule = 'money is spent once, and used by the next invoice';
      this.#broken(rule, `${about.kind} ${about.id} of ${customer}: ${detail}`, about.id);
    }
  }

  #onDocument(books: KnownBooks, document: ReadDocument, causes: readonly string[]): void {
    const { id, customer } = document;
    const { journal } = this.#world;
    journal.note(
      () =>
        `booked ${books.tenant.name} ${document.kind} ${document.number ?? ''} ${id} ${customer} ${document.period?.label ?? ''} ${document.recognised ?? ''}`,
    );
    const account = accountOf(books, document);
    const isClosing = document.kind === 'invoice' || document.kind === 'statement';
    const faults: [string, string | undefined][] = [
      ['a document is in the books once', books.ids.has(id) ? 'it was there before' : undefined],
      ['numbers go up by one, and dates with them', books.numbers.fault(document)],
      [
        'a document is booked for its cause',
        causeFault(this.#world.ledger, books.tenant.name, document, causes),
      ],
      ...(isClosing ? this.#closingFaults(books, account, document) : []),
    ];
    const carriedIn = account.carried;
    faults.push(['amounts are what they should be, to the last place', account.fault(document)]);
    books.ids.add(id);
    if (isClosing) noteClosing(journal, { books, document, account, carriedIn });
    if (document.kind === 'void') noteVoid(journal, document);
    books.documents.push(document);
    if (document.kind === 'invoice') books.invoices.push(knownInvoice(document));
    if (document.kind === 'payment') books.payments.push({ id, customer });
    noteMoney(journal, document, causes);
    for (const [rule, detail] of faults) {
      if (detail !== undefined)
        this.#broken(rule, `${document.kind} ${id} of ${customer}: ${detail}`, id);
    }
  }

  #closingFaults(
    books: KnownBooks,
    account: CustomerAccount,
    document: ReadDocument,
  ): [string, string | undefined][] {
    return [
      [
        'a month is closed when it has ended, after its grace unless asked for',
        this.#timeFault(books.tenant, document),
      ],
      [
        'nothing is issued past a check, unless overruled',
        impedimentTo(this.#world, books.tenant.name, document, this.#now()),
      ],
      [
        'what came again is listed, and nothing is issued past it unless overruled',
        this.#listed.passedBy(this.#world.ledger, books.tenant.name, document),
      ],
      [
        'what needs approval is issued as it was parked for it',
        this.#approvalFault(books.tenant, document),
      ],
      ['what is out of bounds waits for a person', boundsFault(books.tenant, account, document)],
      ['checks are overruled by persons', this.#overruleFault(books.tenant, document)],
    ];
  }

  #boundsFault({ name, settings }: BilledTenant, { customer, period }: ReadDocument) {
    if (period === undefined) return 'it is of no month';
    const agreements: Agreements = this.#world.agreementsOf(name);
    const otherwise = { zones: [{ zone: settings.timezone ?? 'UTC', from: '' }], changes: [] };
    return agreements.closes(customer, period.label, { bounds: period, otherwise });
  }

  #timeFault(tenant: BilledTenant, document: ReadDocument) {
    const { name, settings } = tenant;
    const { period, id } = document;
    const wrong = this.#boundsFault(tenant, document);
    if (wrong !== undefined || period === undefined) return wrong;
    const { end } = period;
    const now = this.#now() + CLOCKS_OFF_MS_MAX;
    if (now < end) return `the month ends at ${end}, and it is ${now}`;
    const { ledger } = this.#world;
    const isAsked = ledger.wasAsked(name, period.label) || ledger.wasApproved(name, id);
    const grace = (settings.graceHours ?? 24) * 3_600_000;
    if (isAsked && now < end + grace) {
      this.#world.journal.reached('asked before the grace was over');
    }
    return isAsked || now >= end + grace ? undefined : 'its grace is not over, and nobody asked';
  }

  #approvalFault({ name, settings }: BilledTenant, { id, content }: ReadDocument) {
    const { ledger, journal } = this.#world;
    if (!ledger.wasApproved(name, id)) {
      return settings.approval === true ? 'nobody approved it' : undefined;
    }
    const text = draftText(JSON.parse(content ?? '{}') as object);
    if (ledger.wasSeen(name, id, text)) journal.reached('parked then issued');
    // Between a person's look and the order another run may park another draft under the same id: that one is issued
    // then.
    const isParked = ledger.draftsParked(name, id).has(text);
    return isParked || settings.approval !== true ? undefined : 'it is no draft that was parked';
  }

  #overruleFault({ name }: BilledTenant, { id, period, overrides = [] }: ReadDocument) {
    const { ledger, journal } = this.#world;
    if (overrides.length > 0) journal.reached('check overruled');
    const unasked = overrides.find(
      ({ check }) =>
        !ledger.mayOverrule(name, period?.label ?? '', check) && !ledger.wasApproved(name, id),
    );
    return unasked === undefined ? undefined : `nobody overruled ${unasked.check}`;
  }

  #broken(rule: string, detail: string, about: string): void {
    this.#world.journal.violated({ rule, detail, about });
  }
}

function accountOf({ accounts }: KnownBooks, { customer }: ReadDocument): CustomerAccount {
  const account = accounts.get(customer) ?? new CustomerAccount();
  accounts.set(customer, account);
  return account;
}

function boundsFault(
  { settings: { bounds } }: BilledTenant,
  account: CustomerAccount,
  { subtotal, overrides = [] }: ReadDocument,
): string | undefined {
  const last = account.lastSubtotal;
  if (bounds === undefined || bounds === null || subtotal === undefined || last === undefined) {
    return undefined;
  }
  const [whole = '0', fraction = ''] = bounds.floor.split('.');
  const floor = BigInt(whole) * 10n ** 9n + BigInt(fraction.padEnd(9, '0'));
  const isOut = BigInt(subtotal) >= floor && BigInt(subtotal) > last * BigInt(bounds.timesLast);
  if (!isOut || overrides.some(({ check }) => check === 'out-of-bounds')) return undefined;
  return `${subtotal} nanos are more than ${bounds.timesLast} times ${last}`;
}
