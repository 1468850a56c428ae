import type { HeadCell } from '../../books/cell.ts';
import type {
  PayeeStatement,
  PayeeStatementReference,
} from '../../contract/payee-statements/statement.ts';
import { nationalTax } from '../../invoicing/national-tax.ts';
import { nextNumber } from '../../invoicing/series.ts';
import { daysIn } from '../../kernel/calendar-days.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { invariant } from '../../kernel/invariant.ts';
import {
  currencyText,
  type Nanos,
  nanosOf,
  nanosText,
  roundedTogether,
} from '../../kernel/money.ts';
import { localDate } from '../../kernel/time-zone.ts';
import { rfc3339 } from '../../kernel/timestamp.ts';
import { type Figures, figuresOf } from './figures.ts';
import { linesOfMonth, type StatedLine } from './stated-line.ts';
import type { StatementFacts } from './statement-facts.ts';
import { payeeParty } from './treatment.ts';

/** A statement, and what of it is posted. */
export interface ComposedStatement {
  readonly content: PayeeStatement;
  readonly day: string;
  readonly ordinal: number | undefined;
  readonly vat: { readonly code: string; readonly amount: Nanos } | undefined;
  readonly withheld: { readonly country: string; readonly amount: Nanos } | undefined;
  readonly closing: Nanos;
}

/**
 * What a payee is told of a month: all that its account says since the statement before. Amounts are rounded once,
 * together, as those of invoices are, and what is left below a minor unit goes to the next one. A function of the facts.
 */
export function composeStatement(facts: StatementFacts): ComposedStatement {
  const { billing, now, owed, head } = facts;
  const { policy } = billing;
  const stated = linesOf(facts);
  const rounded = roundedTogether(
    stated.map(({ nanos }) => nanos),
    owed.currency,
  );
  const figures = figuresOf(facts, rounded.total);
  const { subtotal, tax, withheld, closing } = figures;
  const day = localDate(now, policy.timeZone);
  const numbered = tax === undefined ? undefined : numberedOf(facts, { subtotal, day, head });
  const text = (amount: bigint) => currencyText(nanosOf(amount), owed.currency);
  const content: PayeeStatement = {
    ...whoAndWhen(facts, day),
    ...(numbered === undefined ? {} : { selfBilled: numbered.selfBilled }),
    ...{ number: numbered?.number ?? null, series: numbered?.series ?? null },
    lines: stated.map(({ nanos, ...line }, place) => ({
      id: String(place + 1),
      ...line,
      exactAmount: nanosText(nanos),
      amount: text(rounded.amounts[place] ?? 0n),
    })),
    ...saidOf(facts, figures, day),
    ...{ carriedIn: nanosText(facts.carriedIn), carriedOut: nanosText(rounded.residue) },
    movements: facts.movements,
    ...(facts.furtherMovements === 0 ? {} : { furtherMovements: facts.furtherMovements }),
    ...definedOnly({ corrects: correctsOf(facts) }),
    notes: [],
  };
  return {
    ...{ content, day, ordinal: numbered?.ordinal, closing },
    vat:
      tax === undefined || tax.amount === 0n
        ? undefined
        : { code: tax.said.code, amount: tax.amount },
    withheld:
      withheld === undefined || withheld.amount === 0n
        ? undefined
        : { country: withheld.said.country, amount: withheld.amount },
  };
}

type WhoAndWhen = Omit<
  PayeeStatement,
  | 'selfBilled'
  | 'number'
  | 'series'
  | 'lines'
  | keyof Said
  | 'carriedIn'
  | 'carriedOut'
  | 'movements'
  | 'furtherMovements'
  | 'corrects'
  | 'notes'
>;

function whoAndWhen(
  { id, payee, billing, month, now, owed }: StatementFacts,
  day: string,
): WhoAndWhen {
  const { policy } = billing;
  return {
    type: 'payee-statement',
    ...{ id, payee: payee.key, ordinal: owed.statements + 1 },
    ...{ seller: payeeParty(payee.body), buyer: policy.seller },
    ...definedOnly({
      language: payee.body.language ?? billing.language,
      csvSeparator: policy.csvSeparator,
      logo: policy.logo,
    }),
    currency: owed.currency,
    period: {
      month,
      firstDay: `${month}-01`,
      lastDay: `${month}-${String(daysIn(month)).padStart(2, '0')}`,
    },
    ...{ issuedAt: rfc3339(now), issueDate: day },
  };
}

type Said = Pick<
  PayeeStatement,
  'subtotal' | 'taxes' | 'nationalTax' | 'total' | 'withheld' | 'due' | 'account'
>;

function saidOf(
  { payee, billing: { policy }, owed }: StatementFacts,
  { subtotal, tax, withheld, closing }: Figures,
  day: string,
): Said {
  const { currency, opening, earned, claimed, paidOut } = owed;
  const [vat, kept] = [tax?.amount ?? nanosOf(0n), withheld?.amount ?? nanosOf(0n)];
  const text = (amount: bigint) => currencyText(nanosOf(amount), currency);
  const seller = payeeParty(payee.body);
  return {
    subtotal: text(subtotal),
    taxes: tax === undefined ? [] : [tax.said],
    ...definedOnly({
      nationalTax: nationalTax({ tax: vat, currency }, { ...policy, seller }, day),
    }),
    total: text(subtotal + vat),
    ...(withheld === undefined ? {} : { withheld: withheld.said }),
    due: text(subtotal + vat - kept),
    account: {
      opening: nanosText(opening),
      earned: nanosText(earned),
      claimed: nanosText(claimed),
      paidOut: nanosText(paidOut),
      vat: nanosText(vat),
      withheld: nanosText(kept),
      closing: nanosText(closing),
    },
  };
}

function linesOf({ owed, months, lines, carriedIn }: StatementFacts): readonly StatedLine[] {
  const earned = months.flatMap((one) =>
    'earned' in one
      ? linesOfMonth(one.month, one.earned, lines.get(one.month))
      : [
          {
            ...{ kind: 'adjustment' as const, month: one.month },
            description: `Changes to ${one.month}`,
            nanos: one.changed,
          },
        ],
  );
  const sum = earned.reduce<bigint>((all, { nanos }) => all + nanos, 0n);
  invariant(sum === owed.earned, `lines are what was earned, ${owed.earned} nanos, got ${sum}`);
  return [
    ...earned,
    ...(owed.claimed === 0n
      ? []
      : [{ kind: 'claimed' as const, description: 'From other accounts', nanos: owed.claimed }]),
    ...(carriedIn === 0n
      ? []
      : [{ kind: 'carried-in' as const, description: 'Carried from before', nanos: carriedIn }]),
  ];
}

function numberedOf(
  { billing: { policy } }: StatementFacts,
  by: { readonly subtotal: Nanos; readonly day: string; readonly head: HeadCell },
) {
  const isCredit = by.subtotal < 0n;
  const format = isCredit ? policy.series.selfBilledCredit : policy.series.selfBilled;
  const selfBilled: NonNullable<PayeeStatement['selfBilled']> = isCredit
    ? 'credit-note'
    : 'invoice';
  return { selfBilled, ...nextNumber(format, by.day, by.head) };
}

/** Each once, in the order of their months; none where nothing that had a number is changed. */
function correctsOf({ months }: StatementFacts): readonly PayeeStatementReference[] | undefined {
  const stated = months.flatMap((one) => ('earned' in one ? [] : (one.stated ?? [])));
  const byId = new Map(stated.map((one) => [one.id, one]));
  return byId.size === 0 ? undefined : [...byId.values()];
}
