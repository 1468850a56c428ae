import { postedOf } from '../../books/owed.ts';
import type { PayeeBalance } from '../../books/payee-cell.ts';
import type { BillingSettings } from '../../catalog/ports.ts';
import { type TenantBilling, tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { Currency } from '../../kernel/currency.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import type { Month } from '../../kernel/month.ts';
import { recordPayeeStatements } from '../../payees/record-payee-statements.ts';
import type { Payees } from '../../shares/ports.ts';
import { isOfZeros, statementRequest } from './compose-statement.ts';
import { type BasisPorts, gatherBasis } from './gather-basis.ts';
import type { EarnedLine } from './stated-line.ts';
import type { MonthEarned, StatementBasis } from './statement-basis.ts';

export interface StatementPorts extends BasisPorts {
  readonly settings: BillingSettings;
  readonly payees: Pick<Payees, 'get'>;
}

/** What statements are to be made of. */
export interface StatementRun {
  /** A month that is accrued. */
  readonly month: Month;
  /** Whose, by their keys: a page of them. */
  readonly payees: readonly string[];
  /** What a payee has earned of the month in a currency, by content; undefined where that is not known. */
  linesOf(payee: string, currency: Currency): readonly EarnedLine[] | undefined;
}

/**
 * How many were made, how many there are by now, of how many there is less than a minor unit to tell, so that it is on
 * the next one, and how many have to be looked at again, as more came meanwhile.
 */
export interface StatementOutcome {
  readonly made: number;
  readonly already: number;
  readonly nothing: number;
  readonly again: number;
}

const AT_ONCE = 8;

/**
 * Makes the statements of payees that are due with a month: of each currency in which something has come since the one
 * before, if none of this month or a later one is there. Told again, none is made twice. Who is no payee has none: what
 * stands under such a key waits.
 * @throws Rejection `billing-settings.not-found`
 */
export async function makeStatements(
  ports: StatementPorts,
  tenant: string,
  run: StatementRun,
): Promise<StatementOutcome> {
  const billing = await tenantBillingOf(ports.settings, tenant);
  const due = await dueAccounts(ports, tenant, run);
  const bases = await inParallel(AT_ONCE, due, (one) =>
    basisOf(ports, tenant, { ...one, billing, run }),
  );
  const known = bases.filter((one) => one !== undefined);
  const whole = known.filter(isWhole);
  const ready = whole.filter((one) => !isOfZeros(one));
  const outcomes = await recordPayeeStatements(ports.books, tenant, ready.map(statementRequest));
  const count = (outcome: string) => outcomes.filter((one) => one.outcome === outcome).length;
  return {
    made: count('recorded'),
    already: count('already'),
    nothing: whole.length - ready.length,
    again: count('refused') + known.length - whole.length,
  };
}

interface DueAccount {
  readonly payee: string;
  readonly balance: PayeeBalance;
}

/** By payee and currency, those on which something has come and of which no statement of the month is there. */
export async function dueAccounts(
  { books }: Pick<StatementPorts, 'books'>,
  tenant: string,
  { payees, month }: Pick<StatementRun, 'payees' | 'month'>,
): Promise<readonly DueAccount[]> {
  const keys = payees.map((payee) => ({ kind: 'payee', payee }) as const);
  const page = await books.read(tenant, { cells: keys });
  return keys.flatMap((key) =>
    (page.at(key)?.balances ?? [])
      .filter((balance) => hasCome(balance) && (balance.period ?? '') < month)
      .map((balance) => ({ payee: key.payee, balance })),
  );
}

const hasCome = ({ earned, claimed, paidOut }: PayeeBalance): boolean =>
  earned !== 0n || claimed !== 0n || paidOut !== 0n;

/** Undefined of a key that is no payee's. */
async function basisOf(
  ports: StatementPorts,
  tenant: string,
  {
    payee,
    balance,
    billing,
    run,
  }: DueAccount & {
    readonly billing: TenantBilling;
    readonly run: StatementRun;
  },
): Promise<StatementBasis | undefined> {
  const record = await ports.payees.get(tenant, payee);
  if (record === undefined) return undefined;
  const lines = run.linesOf(payee, balance.currency);
  return {
    ...{ payee: record, billing, month: run.month, owed: balance },
    ...(await gatherBasis(ports, tenant, { payee, balance })),
    lines: lines === undefined ? new Map() : new Map([[run.month, lines]]),
  };
}

/** Whether what was read of the documents is what the account said before that. */
const isWhole = ({ owed, months }: StatementBasis): boolean =>
  months.reduce((sum, one) => sum + earnedIn(one), 0n) === owed.earned;

const earnedIn = (one: MonthEarned): bigint =>
  'earned' in one ? one.earned.reduce((sum, { exact }) => sum + postedOf(exact), 0n) : one.changed;
