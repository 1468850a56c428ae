import type {
  PayeeStatement,
  PayeeStatementReference,
} from '../../contract/payee-statements/statement.ts';
import { nationalTax } from '../../invoicing/national-tax.ts';
import { daysIn } from '../../kernel/calendar-days.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { invariant } from '../../kernel/invariant.ts';
import { canonicalText, isJsonObject, type JsonObject, parseJson } from '../../kernel/json.ts';
import {
  currencyText,
  nanosOf,
  nanosText,
  type RoundedTogether,
  roundedTogether,
} from '../../kernel/money.ts';
import { rfc3339 } from '../../kernel/timestamp.ts';
import type {
  PayeeStatementRequest,
  StatementFacts,
} from '../../payees/record-payee-statements.ts';
import { type Figures, figuresOf } from './figures.ts';
import { linesOfMonth, type StatedLine } from './stated-line.ts';
import type { StatementBasis } from './statement-basis.ts';
import { payeeParty } from './treatment.ts';

/** Where a statement stands in the books. */
type PlacedStatement = Pick<StatementFacts, 'id' | 'day' | 'recordedAt' | 'numbered'>;

/** A statement that is to be made, for just what has come. */
export function statementRequest(basis: StatementBasis): PayeeStatementRequest {
  const { payee, billing, month, owed } = basis;
  const { policy } = billing;
  const stated = linesOf(basis);
  const rounded = roundedTogether(
    stated.map(({ nanos }) => nanos),
    owed.currency,
  );
  const figures = figuresOf(basis, rounded.total);
  const { tax, withheld } = figures;
  return {
    ...{ payee: payee.key, currency: owed.currency, n: owed.statements + 1 },
    ...{ period: month, timeZone: policy.timeZone, come: owed },
    ...(tax === undefined ? {} : { numbering: (day: string) => numberingOf(basis, figures, day) }),
    taxesOf: () =>
      definedOnly({
        vat:
          tax === undefined || tax.amount === 0n
            ? undefined
            : { code: tax.said.code, amount: tax.amount },
        withheld:
          withheld === undefined || withheld.amount === 0n
            ? undefined
            : { country: withheld.said.country, amount: withheld.amount },
      }),
    contentOf: (placed) => asJson(composed(basis, { figures, stated, rounded }, placed)),
  };
}

/** Whether there is nothing to tell: not a minor unit on any line, and nothing went out or came back. */
export function isOfZeros(basis: StatementBasis): boolean {
  const { owed, movements } = basis;
  if (owed.paidOut !== 0n || movements.length > 0) return false;
  const nanos = linesOf(basis).map((line) => line.nanos);
  return roundedTogether(nanos, owed.currency).amounts.every((amount) => amount === 0n);
}

/** As it is kept: members that are undefined are not there. */
function asJson(statement: PayeeStatement): JsonObject {
  const value = parseJson(canonicalText(statement), DEPTH_MAX);
  invariant(isJsonObject(value), 'a statement is an object');
  return value;
}

const DEPTH_MAX = 10;

/** No two kinds of document share a series, and each goes on from year to year as invoices do. */
function numberingOf(
  { billing: { policy } }: StatementBasis,
  figures: Figures,
  day: string,
): ReturnType<NonNullable<PayeeStatementRequest['numbering']>> {
  const { selfBilled, selfBilledCredit } = policy.series;
  const { prefix, digits } = isCredit(figures) ? selfBilledCredit : selfBilled;
  const series = prefix.replaceAll('{year}', day.slice(0, 4));
  return {
    series,
    numberOf: (ordinal) => `${series}${String(ordinal).padStart(digits, '0')}`,
  };
}

const isCredit = ({ subtotal }: Figures): boolean => subtotal < 0n;

interface Composing {
  readonly figures: Figures;
  readonly stated: readonly StatedLine[];
  readonly rounded: RoundedTogether;
}

/**
 * What a payee is told of a month: all that its account says since the statement before. Amounts are rounded once,
 * together, as those of invoices are, and what is left below a minor unit goes to the next one.
 */
function composed(
  basis: StatementBasis,
  { figures, stated, rounded }: Composing,
  placed: PlacedStatement,
): PayeeStatement {
  const { movements, furtherMovements, carriedIn, owed } = basis;
  const { numbered } = placed;
  const selfBilled = isCredit(figures) ? 'credit-note' : 'invoice';
  return {
    ...whoAndWhen(basis, placed),
    ...(numbered === undefined ? {} : { selfBilled }),
    ...{ number: numbered?.number ?? null, series: numbered?.series ?? null },
    lines: stated.map(({ nanos, ...line }, place) => ({
      id: String(place + 1),
      ...line,
      exactAmount: nanosText(nanos),
      amount: currencyText(rounded.amounts[place] ?? nanosOf(0n), owed.currency),
    })),
    ...saidOf(basis, figures, placed.day),
    ...{ carriedIn: nanosText(carriedIn), carriedOut: nanosText(rounded.residue) },
    movements,
    ...(furtherMovements === 0 ? {} : { furtherMovements }),
    ...definedOnly({ corrects: correctsOf(basis) }),
    notes: [],
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
  { payee, billing, month, owed }: StatementBasis,
  { id, day, recordedAt }: PlacedStatement,
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
    ...{ issuedAt: rfc3339(recordedAt), issueDate: day },
  };
}

type Said = Pick<
  PayeeStatement,
  'subtotal' | 'taxes' | 'nationalTax' | 'total' | 'withheld' | 'due' | 'account'
>;

function saidOf(
  { payee, billing: { policy }, owed }: StatementBasis,
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

function linesOf({ owed, months, lines, carriedIn }: StatementBasis): readonly StatedLine[] {
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

/** Each once, in the order of their months; none where nothing that had a number is changed. */
function correctsOf({ months }: StatementBasis): readonly PayeeStatementReference[] | undefined {
  const stated = months.flatMap((one) => ('earned' in one ? [] : (one.stated ?? [])));
  const byId = new Map(stated.map((one) => [one.id, one]));
  return byId.size === 0 ? undefined : [...byId.values()];
}
