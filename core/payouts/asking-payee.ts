import { payableNow, payableOf } from '../books/owed.ts';
import type { PayeeBalance } from '../books/payee-cell.ts';
import { tenantBillingOf } from '../catalog/tenant-billing.ts';
import type { DocumentLanguage, Party } from '../contract/invoices/invoice.ts';
import type { Currency } from '../kernel/currency.ts';
import { laterDate } from '../kernel/local-calendar.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import { payeeNotFound } from '../shares/not-found.ts';
import type { Payees } from '../shares/ports.ts';
import type { PayeePayout, PayeePayouts } from './payee-payout.ts';
import { type PayoutSettings, payoutSettingsOf } from './payout-settings.ts';
import type { RunPorts } from './ports.ts';
import { todayOf } from './prepare-run.ts';
import { wholePayable } from './whole-payable.ts';

/** What a payee is owed in a currency, and what of that a run would pay. */
export interface BalanceOfPayee {
  readonly currency: Currency;
  /** `unstated`, `held`, and what is left. */
  readonly payable: Nanos;
  /** What came since the last statement; below zero where more was taken back. */
  readonly unstated: Nanos;
  /** What was stated and is held back. */
  readonly held: Nanos;
  /** `YYYY-MM-DD` from which some of it is held back no more; undefined where nothing is. */
  readonly heldUntil: string | undefined;
  /** In whole minor units. */
  readonly ready: Nanos;
  /** Less than that is not paid out. */
  readonly least: Nanos;
  readonly inTransit: Nanos;
}

/** What a payee may choose by itself: all else is for its seller to say. */
export type OfferedMethod = 'sepa' | 'evm';

/** Which payee asks, what it is owed, and how it is paid. */
export interface AskingPayee {
  readonly payee: string;
  readonly name: string;
  readonly language: DocumentLanguage | undefined;
  readonly seller: Pick<Party, 'name' | 'contact'>;
  readonly balances: readonly BalanceOfPayee[];
  readonly payout: PayeePayout | undefined;
  readonly settings: PayoutSettings;
  readonly offered: readonly OfferedMethod[];
  /** `YYYY-MM-DD`; undefined where nobody has set a day. */
  readonly nextRun: string | undefined;
}

/** What it is found out with. */
export type AskingPayeePorts = Pick<RunPorts, 'books' | 'kept' | 'settings' | 'clock'> & {
  readonly payees: Pick<Payees, 'get'>;
  readonly payouts: Pick<PayeePayouts, 'get'>;
};

/** A bank takes files of accounts wherever they are; a chain needs a contract of the seller. */
export const offeredMethods = ({
  contract,
}: Pick<PayoutSettings, 'contract'>): readonly OfferedMethod[] =>
  contract === undefined ? ['sepa'] : ['sepa', 'evm'];

/** @throws Rejection `payee.not-found`, `billing-settings.not-found` */
export async function askingPayee(
  ports: AskingPayeePorts,
  tenant: string,
  payee: string,
): Promise<AskingPayee> {
  const { payees, payouts, kept, books, settings: billing } = ports;
  const record = await payees.get(tenant, payee);
  if (record === undefined) throw payeeNotFound(payee);
  const [{ policy }, settings, payout, balances, { today }] = await Promise.all([
    tenantBillingOf(billing, tenant),
    payoutSettingsOf(kept, tenant),
    payouts.get(tenant, payee),
    books.balances(tenant, [payee]),
    todayOf(ports, tenant),
  ]);
  const { schedule } = settings;
  return {
    ...{ payee, name: record.body.name, language: record.body.language },
    ...{ seller: policy.seller, payout, settings, offered: offeredMethods(settings) },
    balances: (balances.get(payee) ?? []).map((one) => owedIn(one, { settings, payout, today })),
    nextRun: schedule === undefined ? undefined : nextDay(today, schedule.day),
  };
}

interface Standing {
  readonly settings: PayoutSettings;
  readonly payout: PayeePayout | undefined;
  readonly today: string;
}

function owedIn(balance: PayeeBalance, { settings, payout, today }: Standing): BalanceOfPayee {
  const { reserveDays } = settings;
  const { currency, inTransit } = balance;
  const payable = payableOf(balance);
  const unheld = payableNow(balance, { day: today, reserveDays: 0 });
  const held = nanosOf(unheld - payableNow(balance, { day: today, reserveDays }));
  const stated = nanosOf(balance.opening - balance.paidOut);
  const young = balance.stated.find(({ day }) => day > laterDate(today, -reserveDays));
  const zero = nanosOf(0n);
  const own = payout?.thresholds.get(currency) ?? zero;
  const least = settings.thresholds.get(currency) ?? zero;
  return {
    ...{ currency, payable, held, inTransit },
    unstated: nanosOf(payable - (stated < payable ? stated : payable)),
    heldUntil: held === 0n || young === undefined ? undefined : laterDate(young.day, reserveDays),
    ready: wholePayable(balance, { today, reserveDays }),
    least: own > least ? own : least,
  };
}

/** The first day from `today` on that is the how-manieth of its month. */
function nextDay(today: string, day: number): string {
  const inMonth = `${today.slice(0, 8)}${String(day).padStart(2, '0')}`;
  if (inMonth >= today) return inMonth;
  const next = laterDate(`${today.slice(0, 8)}01`, 31);
  return `${next.slice(0, 8)}${String(day).padStart(2, '0')}`;
}
