import { type Currency, currencyFrom } from '../kernel/currency.ts';
import { type ExactAmount, exactFrom, exactText } from '../kernel/exact-amount.ts';
import { InvariantViolation } from '../kernel/invariant.ts';
import { type StoredObject, storedObjectFrom } from '../kernel/stored.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import type {
  BooksRead,
  PayerMark,
  ShareMonth,
  ShareRound,
  ShareSums,
  StatementRound,
} from './ports.ts';

const VERSION = 1;

const versioned = (value: object): string => JSON.stringify({ version: VERSION, ...value });

function read(text: string, what: string): StoredObject {
  const stored = storedObjectFrom(text, what);
  stored.version(VERSION);
  return stored;
}

export const booksReadText = (value: BooksRead): string => versioned(value);

/** The reverse of `booksReadText`, as those below. Throws `InvariantViolation` for what is none. */
export function booksReadFrom(text: string): BooksRead {
  const stored = read(text, 'how far the books are read');
  return {
    tenant: stored.text('tenant'),
    seq: stored.integer('seq'),
    at: timestampOf(stored.integer('at')),
    revision: stored.integer('revision'),
  };
}

export const payerMarkText = (mark: PayerMark): string => versioned(mark);

export function payerMarkFrom(text: string): PayerMark {
  const stored = read(text, 'a mark');
  return {
    month: stored.month('month'),
    payer: stored.text('payer'),
    token: stored.text('token'),
  };
}

export function shareMonthText({ round, ...month }: ShareMonth): string {
  if (round === undefined) return versioned(month);
  const sums = round.sums.map(({ currency, amount, payees, platform, unshared }) => ({
    ...{ currency, amount: exactText(amount), payees: exactText(payees) },
    ...{ platform: exactText(platform), unshared: exactText(unshared) },
  }));
  return versioned({ ...month, round: { ...round, sums } });
}

export function shareMonthFrom(text: string): ShareMonth {
  const stored = read(text, 'a month of payees');
  return {
    tenant: stored.text('tenant'),
    month: stored.month('month'),
    isDue: stored.flag('isDue'),
    round: stored.has('round') ? roundIn(stored.object('round')) : undefined,
    ...(stored.has('statements') ? { statements: statementsIn(stored.object('statements')) } : {}),
    at: timestampOf(stored.integer('at')),
    revision: stored.integer('revision'),
  };
}

const roundIn = (round: StoredObject): ShareRound => ({
  n: round.integer('n'),
  asOf: round.integer('asOf'),
  begunAt: timestampOf(round.integer('begunAt')),
  doneAt: round.has('doneAt') ? timestampOf(round.integer('doneAt')) : undefined,
  from: round.text('from'),
  sums: round.objects('sums').map(sumsIn),
  payers: round.integer('payers'),
  refused: round.integer('refused'),
  payees: round.integer('payees'),
  posted: round.integer('posted'),
});

const statementsIn = (round: StoredObject): StatementRound => ({
  n: round.integer('n'),
  begunAt: timestampOf(round.integer('begunAt')),
  doneAt: round.has('doneAt') ? timestampOf(round.integer('doneAt')) : undefined,
  after: round.text('after'),
  made: round.integer('made'),
  waiting: round.integer('waiting'),
});

const sumsIn = (sums: StoredObject): ShareSums => ({
  currency: currencyIn(sums, 'currency'),
  amount: exactIn(sums, 'amount'),
  payees: exactIn(sums, 'payees'),
  platform: exactIn(sums, 'platform'),
  unshared: exactIn(sums, 'unshared'),
});

function currencyIn(stored: StoredObject, name: string): Currency {
  const currency = currencyFrom(stored.text(name));
  if (currency !== undefined) return currency;
  throw new InvariantViolation(`${name} is a currency, got ${stored.text(name)}`);
}

function exactIn(stored: StoredObject, name: string): ExactAmount {
  const amount = exactFrom(stored.text(name));
  if (amount !== undefined) return amount;
  throw new InvariantViolation(`${name} is an exact amount, got ${stored.text(name)}`);
}
