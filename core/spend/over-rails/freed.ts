import type { CustomerCell, UnappliedPayment } from '../../books/cell.ts';
import { closedMonths } from '../../invoicing/billing-period.ts';
import type { Currency } from '../../kernel/currency.ts';
import { decimalFromInteger } from '../../kernel/decimal.ts';
import { type Nanos, nanosOf, nanosPerMinorUnit } from '../../kernel/money.ts';
import type { Month } from '../../kernel/month.ts';
import type { PayerKey } from '../../kernel/payer.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import { openInvoices } from '../../payments/open-invoices.ts';
import { isOfWallet } from '../../payments/wallet-payment.ts';
import { collectionId, isOver } from '../../rails/collection.ts';
import type { SpendDecision } from '../decision.ts';
import { domainFrom } from '../domain.ts';
import { refuseOtherPlan } from '../grants.ts';
import { askedOnce } from '../protocol/budgets.ts';
import { byFacts } from '../protocol/facts.ts';
import type { SpendGate } from '../protocol/ports.ts';
import type { SpendState } from '../state.ts';
import { PAGE, type WalletRails } from './begin.ts';
import { walletName } from './wallet-place.ts';

/** Money that is in the wallet again. */
interface MoneyGranted {
  readonly amount: Nanos;
  readonly currency: Currency;
  /** The ids of what it is in. */
  readonly grants: readonly string[];
}

/** A refund is taken out before the books have it: for so long nobody can tell it from what was freed. */
const TAKEN_OUT_MS = 2 * millisecondsPer.day;
/** What is captured late of a month is on the invoice of the month after it. */
const LATE_MS = 36 * millisecondsPer.day;
/** As grants that nobody says it of are used. */
const PRIORITY = 100;

/**
 * Puts back into a wallet what voids and credit notes freed and no invoice is to use: then it is spent or paid back as
 * all that was bought. What was spent in months whose invoice is still to come, a month that is to be billed again
 * among them, or is carried to one, stays for these.
 *
 * Why it is once: what is freed is what is unapplied in the books and not in the wallet. What is put back is in the
 * wallet, so the next decision of the log finds nothing more.
 * @throws Rejection `wallet.under-way`, `wallet.currency-differs`, and as what reads terms does
 */
export const freeMoney = (
  rails: Pick<WalletRails, 'gate' | 'collections'>,
  tenant: string,
  payer: PayerKey,
): Promise<MoneyGranted> => {
  const { gate } = rails;
  return byFacts(gate, { tenant, payer }, async ({ terms: { currency } }) => {
    await refuseOpenRefund(rails, tenant, payer);
    await refuseDue(gate, tenant, { payer, currency });
    const customer = { kind: 'customer', customer: payer } as const;
    const cell = (await gate.books.read(tenant, { cells: [customer], originals: [] })).at(customer);
    const bought = (cell?.unapplied ?? []).filter(
      (one) =>
        one.currency === currency && isOfWallet({ id: one.payment, customer: payer, ...one }),
    );
    const grants: { readonly id: string; readonly amount: Nanos }[] = [];
    for (const payment of bought) {
      const asked = askedOnce(gate.random, { key: undefined, token: undefined }, ['freed', payer]);
      const carried = carriedIn(cell, currency);
      const of = { payment, bought, closed: closedIn(cell), carried, currency };
      const put = await gate.spend.decide(tenant, payer, freed(of, asked));
      if (put !== undefined) grants.push(put);
    }
    const amount = nanosOf(grants.reduce<bigint>((sum, one) => sum + one.amount, 0n));
    return { amount, currency, grants: grants.map(({ id }) => id) };
  });
};

interface Freeing {
  readonly payment: UnappliedPayment;
  /** All payments of the wallet that something is unapplied of. */
  readonly bought: readonly UnappliedPayment[];
  /** When each month that is closed has ended. */
  readonly closed: ReadonlyMap<Month, Timestamp>;
  /** What closed months carry to an invoice that is still to come, with tax. */
  readonly carried: bigint;
  readonly currency: Currency;
}

const closedIn = (cell: CustomerCell | undefined): ReadonlyMap<Month, Timestamp> =>
  new Map(closedMonths(cell).map(({ month, end }) => [month, end]));

const HUNDRED_PERCENT = decimalFromInteger(100n);

/** What was not invoiced with its month is carried with its rate of tax; what rounding left is below a minor unit. */
function carriedIn(cell: CustomerCell | undefined, currency: Currency): bigint {
  const own = (cell?.carry ?? []).filter((one) => one.currency === currency);
  const sum = own.reduce<bigint>(
    (all, { amount, taxed }) => all + amount + (amount * (taxed?.rate ?? 0n)) / HUNDRED_PERCENT,
    0n,
  );
  return sum < nanosPerMinorUnit(currency) ? 0n : sum;
}

function freed(
  { payment, bought, closed, carried, currency }: Freeing,
  asked: ReturnType<typeof askedOnce>,
): SpendDecision<{ readonly id: string; readonly amount: Nanos } | undefined> {
  return {
    key: asked.key,
    decide(page) {
      const { state, now } = page;
      refuseOtherPlan(state, currency);
      refuseUnderWay(state, now);
      const own = notInWallet(state, payment);
      const all = bought.reduce<bigint>((sum, one) => sum + notInWallet(state, one), 0n);
      const rest = all - toBeInvoiced(state, { closed, now }) - carried;
      const least = own < rest ? own : rest;
      const amount = nanosOf(least - (least % nanosPerMinorUnit(currency)));
      if (amount <= 0n) return undefined;
      const grant = {
        kind: 'grant',
        grant: 'bought',
        amount,
        currency,
        priority: PRIORITY,
      } as const;
      return { id: page.add({ ...grant, document: payment.payment, ...asked }), amount };
    },
    // Nobody else asks under its key.
    repeat: (found) =>
      found.entry.kind === 'grant' ? { id: found.id, amount: found.entry.amount } : undefined,
  };
}

/** What of a payment no invoice has used, and the wallet does not have. */
function notInWallet(
  { grants }: Pick<SpendState, 'grants'>,
  { payment, amount }: UnappliedPayment,
): bigint {
  const own = grants.filter(({ document }) => document === payment);
  const left = own.reduce<bigint>((sum, one) => sum + one.left, 0n);
  // Whose grant is not in the log yet was paid a moment ago.
  return own.length === 0 || left >= amount ? 0n : amount - left;
}

/** What usage took of bought money that an invoice is still to come for, or may be. */
function toBeInvoiced(
  { drawn }: Pick<SpendState, 'drawn'>,
  { closed, now }: Pick<Freeing, 'closed'> & { readonly now: Timestamp },
): bigint {
  return [...drawn].reduce<bigint>((sum, [key, { bought }]) => {
    const month = domainFrom(key)?.month;
    const end = month === undefined ? undefined : closed.get(month);
    return end !== undefined && end + LATE_MS <= now ? sum : sum + bought;
  }, 0n);
}

/** @throws Rejection `wallet.under-way` */
async function refuseOpenRefund(
  { collections }: Pick<WalletRails, 'collections'>,
  tenant: string,
  payer: PayerKey,
): Promise<void> {
  const page = { below: undefined, limit: PAGE };
  const latest = await collections.newest(tenant, walletName(tenant, payer), page);
  const open = latest.find((one) => one.refund !== undefined && !isOver(one));
  if (open === undefined) return;
  const detail = `wait until it is known what became of ${collectionId(open)}, by which money goes back`;
  throw new Rejection('wallet.under-way', detail);
}

/** What is due is paid by it first. @throws Rejection `wallet.under-way` */
async function refuseDue(
  { books }: Pick<SpendGate, 'books'>,
  tenant: string,
  of: { readonly payer: PayerKey; readonly currency: Currency },
): Promise<void> {
  const [first] = (await openInvoices(books, tenant, of)).invoices;
  if (first === undefined) return;
  const detail = `apply it to what is due first: ${first.id} is not paid`;
  throw new Rejection('wallet.under-way', detail);
}

/** @throws Rejection `wallet.under-way` */
function refuseUnderWay({ takenOut }: Pick<SpendState, 'takenOut'>, now: Timestamp): void {
  const since = now - TAKEN_OUT_MS;
  if (![...takenOut.values()].some(({ at }) => at > since)) return;
  const detail =
    'ask again in two days: something was taken out to be paid back, which the books may not have yet';
  throw new Rejection('wallet.under-way', detail);
}
