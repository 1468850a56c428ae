import type { PayeeLine, PayeeStatement } from '../../contract/payee-statements/statement.ts';
import { type Decimal, decimalOf } from '../../kernel/decimal.ts';
import { type ExactAmount, exactOf } from '../../kernel/exact-amount.ts';
import { type Month, monthFrom } from '../../kernel/month.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { parts } from '../parts.ts';
import type { PayerWorth, ShareMonths, WorthLine } from '../ports.ts';

/** What is behind a line, of some of the payers: as of now, and without saying who they are. */
export interface ExplainedShares {
  /** How many payers' months have any of it. */
  readonly payers: number;
  readonly quantity: Decimal;
  /** What that usage came to. */
  readonly amount: ExactAmount;
  /** What the payee has of it. */
  readonly earned: ExactAmount;
}

/** After so many payers a page ends, with the part of them that it is in. */
const PAYERS_MAX = 20_000;

/** One of a statement's lines. @throws Rejection `payee-statement.line-not-found` */
export function lineOf({ id, number, lines }: PayeeStatement, line: string): PayeeLine {
  const found = lines.find((one) => one.id === line);
  if (found !== undefined) return found;
  const known = lines.length === 0 ? 'it has none' : `it has lines 1 to ${lines.length}`;
  throw new Rejection(
    'payee-statement.line-not-found',
    `name a line of ${number ?? id}: ${known}, got ${JSON.stringify(line.slice(0, 20))}`,
    { param: 'line' },
  );
}

/** Why a line is there, in a sentence. */
export function reasonOf({ kind, month, country, share }: PayeeLine): string {
  const where = country === undefined ? 'whose country is not known' : `in ${country}`;
  switch (kind) {
    case 'content':
      return `What payers ${where} used of this content in ${month ?? ''}, by the share ${share ?? ''}.`;
    case 'others':
      return `What payers ${where} used in ${month ?? ''} of content that has no line of its own, by the share ${share ?? ''}.`;
    case 'meter':
      return `All that was used in ${month ?? ''}, of which no statement was made by itself.`;
    case 'adjustment':
      return `By how much what was earned of ${month ?? ''} has changed since it was stated: by late usage, credits, voids and payments.`;
    case 'claimed':
      return 'What stood under another key, and was moved to this payee.';
    case 'carried-in':
      return 'What the statement before left below a minor unit.';
  }
}

/**
 * What payers' months have of a line, part by part from one on; undefined of a line that no usage is behind. `next` is
 * the part with which the next page begins, undefined where there is no other.
 */
export async function sharesBehind(
  months: Pick<ShareMonths, 'worths'>,
  tenant: string,
  asked: { readonly statement: PayeeStatement; readonly line: PayeeLine; readonly from: number },
): Promise<{ readonly shares: ExplainedShares; readonly next: number | undefined } | undefined> {
  const { statement, line, from } = asked;
  if (line.month === undefined) return undefined;
  const month = monthFrom(line.month);
  const isWanted = wantedBy(statement, line);
  const sum = { payers: 0, quantity: 0n, amount: 0n, earned: 0n };
  let seen = 0;
  let next: number | undefined;
  for (const [place, part] of parts.entries()) {
    if (place < from) continue;
    if (seen >= PAYERS_MAX) {
      next = place;
      break;
    }
    seen += await addPart(months, tenant, { statement, isWanted, month, part, sum });
  }
  const { payers } = sum;
  return {
    next,
    shares: {
      payers,
      quantity: decimalOf(sum.quantity),
      amount: exactOf(sum.amount),
      earned: exactOf(sum.earned),
    },
  };
}

type Wanted = (worth: PayerWorth, line: WorthLine) => boolean;

interface PartOf {
  readonly statement: PayeeStatement;
  readonly isWanted: Wanted;
  readonly month: Month;
  readonly part: string;
  readonly sum: { payers: number; quantity: bigint; amount: bigint; earned: bigint };
}

/** Adds what the payers of a part have of it; resolves to how many they are. */
async function addPart(
  months: Pick<ShareMonths, 'worths'>,
  tenant: string,
  { statement: { payee, currency }, isWanted, month, part, sum }: PartOf,
): Promise<number> {
  let seen = 0;
  for await (const page of months.worths(tenant, { month, part })) {
    seen += page.length;
    for (const worth of page.filter((one) => one.currency === currency)) {
      const own = worth.lines.flatMap((line) => {
        const has = line.payees.find((one) => one.payee === payee);
        return has !== undefined && isWanted(worth, line) ? [{ line, has }] : [];
      });
      if (own.length > 0) sum.payers += 1;
      for (const { line, has } of own) {
        sum.quantity += line.quantity;
        sum.amount += line.amount;
        sum.earned += has.amount;
      }
    }
  }
  return seen;
}

/** Which lines of payers' months are on a line of a statement. */
export function wantedBy({ lines }: PayeeStatement, of: PayeeLine): Wanted {
  const { kind, month, share, meter, value, country } = of;
  if (kind === 'adjustment') return () => true;
  if (kind === 'meter') return (_, line) => line.meter === meter;
  const told = new Set(
    lines.flatMap((one) =>
      one.month === month && one.share === share && one.country === country
        ? (one.value ?? [])
        : [],
    ),
  );
  return (worth, line) =>
    worth.country === country &&
    line.share === share &&
    (value === undefined ? !told.has(line.value) : line.value === value);
}
