import type { SeriesFormat } from '../catalog/series-formats.ts';
import { amountText, nanosOf } from '../kernel/money.ts';
import { localDate } from '../kernel/time-zone.ts';
import { invoicesPerPaymentMax } from '../payments/record-payer-payment.ts';
import type { BankEntry } from './bank-statement.ts';
import { daysApart, entryDay } from './entry-day.ts';
import { fittingInvoices, type LeftInvoice, sumOf } from './fitting-invoices.ts';
import type { KnownInvoice, KnownPayers, KnownPayment } from './known-invoice.ts';
import { invoicesNamed, numbersNamed } from './named-invoices.ts';
import { nameKeys } from './payer-name.ts';
import { type EntryProposal, type MatchedBy, noProposal } from './proposal.ts';
import { bankRail, proposeOfMoneyOut } from './propose-money-out.ts';

/**
 * What would be booked of each entry: a function of the entries, in the order of the file, and of what the books say.
 * What one entry pays is not due any more for those after it.
 */
export class Proposals {
  readonly #formats: readonly SeriesFormat[];
  readonly #known: KnownPayers;
  /** By the ids of invoices, what entries before are for. */
  readonly #claimed = new Map<string, bigint>();
  /** Ids of payments that were taken back, and of refunds, that entries before tell of. */
  readonly #told = new Set<string>();

  /** Ids of what entries of the same file are booked as: what is told of those is told of no other. */
  readonly #recorded: ReadonlySet<string>;

  constructor(
    formats: readonly SeriesFormat[],
    known: KnownPayers,
    recorded: ReadonlySet<string> = new Set(),
  ) {
    this.#formats = formats;
    this.#known = known;
    this.#recorded = recorded;
  }

  /** @param payer who is said to have paid it, where somebody says so: then it is looked at what they paid before */
  next(entry: BankEntry, payer?: string): EntryProposal {
    if (entry.state !== 'booked') return noProposal(`the bank has not booked it: ${entry.state}`);
    if (entry.amount === 0n) return noProposal('no money was moved');
    const { now, timeZone } = this.#known;
    const day = entryDay(entry, timeZone);
    const today = localDate(now, timeZone);
    if (day !== undefined && day > today) {
      return noProposal(`its day, ${day}, is in the future: today is ${today}`);
    }
    if (entry.amount < 0n) {
      const out = { formats: this.#formats, known: this.#known, told: this.#told };
      const proposal = notBeforePayment(proposeOfMoneyOut(entry, out), day);
      const id = proposal.reverses?.id ?? proposal.refund;
      if (id !== undefined) this.#told.add(id);
      return proposal;
    }
    if (entry.isReversal || entry.returnReason !== undefined) {
      return noProposal('money that had gone out came back');
    }
    const proposal = this.#inTime(this.#doubted(this.#payment(entry), { entry, day, payer }), day);
    for (const { invoice, amount } of proposal.applied) {
      this.#claimed.set(invoice.id, (this.#claimed.get(invoice.id) ?? 0n) + amount);
    }
    return proposal;
  }

  /** Money that is booked in this amount, some days before or after, may be this money, told in another way. */
  #doubted(proposal: EntryProposal, { entry, day, payer }: DoubtedEntry): EntryProposal {
    const { customer, candidates, sureness, why } = proposal;
    const proposed = customer === undefined ? candidates : [customer];
    const payers = new Set(payer === undefined ? proposed : [...proposed, payer]);
    const moved = [...payers].flatMap((key) => this.#known.moved.get(key) ?? []);
    const ofInvoices = proposal.applied.flatMap(({ invoice }) => invoice.payments);
    const payments = moved.filter(({ kind }) => kind === 'payment');
    const twin = [...ofInvoices, ...payments]
      .filter(({ id }) => !this.#recorded.has(id))
      .find(isTwinOf(entry, day));
    if (twin === undefined) return proposal;
    const doubt = `${twin.id} of ${twin.day} is booked in this amount, and may be this very money`;
    const isExact = sureness === 'exact';
    return {
      ...proposal,
      ...(isExact ? { sureness: 'likely', why: doubt } : { why: `${why}; ${doubt}` }),
      mayBe: twin.id,
    };
  }

  /** A day before the first that money of its payer can have is a wrong one: it could not be booked. */
  #inTime(proposal: EntryProposal, day: string | undefined): EntryProposal {
    const { customer, matched } = proposal;
    const bound = customer === undefined ? undefined : this.#known.firstDays.get(customer);
    if (customer === undefined || bound === undefined) return proposal;
    if (day === undefined || day >= bound.first) return proposal;
    const why = `its day, ${day}, is before ${bound.first}, ${bound.why}`;
    return noProposal(why, { matched, candidates: [customer] });
  }

  #payment(entry: BankEntry): EntryProposal {
    const topsUp = this.#known.wallets.get(entry);
    if (topsUp !== undefined) return ofWallet(topsUp);
    const { texts, references } = numbersNamed(entry, this.#formats);
    const named = invoicesNamed([...references, ...texts], this.#known.invoices);
    if (named.length === 0) return this.#byName(entry);
    const isReferred = invoicesNamed(references, this.#known.invoices).length > 0;
    return this.#named(entry, named, isReferred ? 'reference' : 'number');
  }

  #named(entry: BankEntry, named: readonly KnownInvoice[], by: MatchedBy): EntryProposal {
    const numbers = named.map(({ number }) => number).join(', ');
    const customers = [...new Set(named.map(({ customer }) => customer))];
    const [customer] = customers;
    const nothing = (why: string) =>
      noProposal(`${numbers}: ${why}`, { matched: [by], candidates: customers.slice(0, 5) });
    if (customer === undefined || customers.length > 1) return nothing('of several payers');
    if (named.every(({ isVoid }) => isVoid)) return nothing('void');
    const inCurrency = named.filter(({ currency }) => currency === entry.currency);
    if (inCurrency.length === 0) return nothing(`not in ${entry.currency}`);
    const open = this.#left(inCurrency).slice(0, invoicesPerPaymentMax);
    if (open.length === 0) return nothing('nothing is due of it any more');
    const due = sumOf(open);
    const name = this.#isNamed(entry, customer) ? (['name'] as const) : [];
    const paid = { customer, applied: applied(open, entry.amount), candidates: [] };
    if (due === entry.amount) {
      const why = 'all that is due';
      return { sureness: 'exact', matched: [by, 'amount', ...name], why, ...paid };
    }
    const dueText = amountText(nanosOf(due), entry.currency);
    const why = `${dueText} is due, ${due > entry.amount ? 'less' : 'more'} came`;
    return { sureness: 'likely', matched: [by, ...name], why, ...paid };
  }

  #byName(entry: BankEntry): EntryProposal {
    const { name } = entry.counterparty;
    const customers = this.#namesakes(name);
    const [customer] = customers;
    if (customer === undefined)
      return noProposal('it names no invoice, and no customer is so called');
    if (customers.length > 1) {
      return noProposal('several customers are so called', {
        matched: ['name'],
        candidates: customers.slice(0, 5),
      });
    }
    const open = this.#left(this.#known.open.get(customer) ?? []).filter(
      ({ invoice }) => invoice.currency === entry.currency,
    );
    const fitting = fittingInvoices(open, entry.amount);
    if (fitting === undefined) {
      return noProposal('the name alone says so, and no sum of what is due is the amount', {
        matched: ['name'],
        candidates: [customer],
      });
    }
    return {
      sureness: 'likely',
      matched: ['amount', 'name'],
      why: 'due in this amount, of who is so called',
      customer,
      applied: applied(fitting.slice(0, invoicesPerPaymentMax), entry.amount),
      candidates: [],
    };
  }

  #namesakes(name: string | undefined): readonly string[] {
    const keys = name === undefined ? [] : nameKeys(name);
    return [...new Set(keys.flatMap((key) => this.#known.byName.get(key) ?? []))];
  }

  #isNamed({ counterparty }: BankEntry, customer: string): boolean {
    return this.#namesakes(counterparty.name).includes(customer);
  }

  /** Those of which something is left, those that are due first, first. */
  #left(invoices: readonly KnownInvoice[]): LeftInvoice[] {
    return invoices
      .filter(({ isVoid }) => !isVoid)
      .map((invoice) => ({ invoice, left: invoice.due - (this.#claimed.get(invoice.id) ?? 0n) }))
      .filter(({ left }) => left > 0n)
      .sort(({ invoice: a }, { invoice: b }) =>
        a.dueAt === b.dueAt ? (a.number < b.number ? -1 : 1) : a.dueAt - b.dueAt,
      );
  }
}

const ofWallet = (payer: string): EntryProposal => ({
  ...{ sureness: 'exact', matched: ['reference'], why: 'for its wallet' },
  ...{ customer: payer, topsUp: payer, applied: [], candidates: [] },
});

interface DoubtedEntry {
  readonly entry: BankEntry;
  readonly day: string | undefined;
  readonly payer: string | undefined;
}

/** As many days lie between what a person books and what the bank says, with a weekend and a holiday. */
const TWIN_DAYS = 5;

const isTwinOf =
  ({ amount, currency }: BankEntry, day: string | undefined) =>
  (payment: KnownPayment): boolean =>
    payment.rail === bankRail &&
    payment.amount === amount &&
    payment.currency === currency &&
    day !== undefined &&
    payment.day !== undefined &&
    daysApart(payment.day, day) <= TWIN_DAYS;

/** Nothing goes back before it came: that would not be booked. */
function notBeforePayment(proposal: EntryProposal, day: string | undefined): EntryProposal {
  const paidOn = proposal.reverses?.day;
  if (day === undefined || paidOn === undefined || day >= paidOn) return proposal;
  const { matched, candidates, reverses } = proposal;
  const why = `its day, ${day}, is before that of the payment that it takes back: ${reverses?.id}, of ${paidOn}`;
  return noProposal(why, { matched, candidates });
}

/** What of an amount is for which invoice: all that is due of each in turn, until nothing is left. */
function applied(invoices: readonly LeftInvoice[], amount: bigint): EntryProposal['applied'] {
  let rest = amount;
  return invoices.flatMap(({ invoice, left }) => {
    const part = left < rest ? left : rest;
    rest -= part;
    return part === 0n ? [] : [{ invoice, amount: nanosOf(part) }];
  });
}
