import { type Come, comeOf, type Months, meterKey } from './earned.ts';
import { integerIn, objectIn, objectsIn, textIn, unitsIn } from './entry.ts';
import { type Finding, found, unknown } from './findings.ts';
import { unitOf } from './invoice.ts';
import { isObject, type JsonObject } from './json.ts';
import { nanosIn } from './lines.ts';
import { apportioned, nearest, sumOf } from './numbers.ts';
import type { Behind } from './payee-behind.ts';
import { taxOn } from './sums.ts';

/** A statement of a payee whose entry holds, and what stands behind it, where that was given. */
export interface KeptStatement {
  readonly document: JsonObject;
  readonly content: JsonObject;
  readonly behind: Behind | undefined;
}

/** What is known of a payee and currency by statements that were looked at before. */
export interface PayeeBefore {
  last: KeptStatement | undefined;
  readonly months: Months;
}

/** What is owed with a statement of a payee, with its sign. */
const account = [
  ...([['opening', 1n] as const, ['earned', 1n], ['claimed', 1n]] as const),
  ...([['vat', 1n] as const, ['paidOut', -1n], ['withheld', -1n]] as const),
];

/** Whether a payee's statement follows from what stands behind it: docs/payee-statements.md. */
export function payeeFindings(statement: KeptStatement, before: PayeeBefore): readonly Finding[] {
  return [
    accountFinding(statement),
    roundedFinding(statement),
    taxFinding(statement),
    beforeFinding(statement, before.last),
    ...behindFindings(statement, before),
    unknown(
      'split',
      'Which part of what was used is this payee’s is decided by shares, month by month: that is not read here.',
    ),
  ];
}

function accountFinding({ document, content }: KeptStatement): Finding {
  const shown = objectIn(content, 'account');
  const isBooked = account.every(([name]) => nanosIn(shown, name) === bookedIn(document, name));
  const closing = account.reduce((sum, [name, sign]) => sum + sign * nanosIn(shown, name), 0n);
  const isSum =
    closing === nanosIn(shown, 'closing') && closing === unitsIn(document, 'closing') && isBooked;
  return found('account', isSum, {
    so: `The account is what was booked, and adds up to what is owed: ${textIn(shown, 'closing')}.`,
    not: 'The account does not add up to what is owed, or is not what was booked.',
  });
}

/** Tax and what is withheld have a currency or a country beside them, and are left out where there is none. */
function bookedIn(document: JsonObject, name: string): bigint {
  if (name !== 'vat' && name !== 'withheld') return unitsIn(document, name);
  return document[name] === undefined ? 0n : unitsIn(objectIn(document, name), 'amount');
}

/** The lines, with what was carried, rounded once and together. */
function roundedFinding({ content }: KeptStatement): Finding {
  const unit = unitOf(content);
  const lines = objectsIn(content, 'lines');
  const exact = lines.map((line) => nanosIn(line, 'exactAmount'));
  const units = nearest(sumOf(exact), unit);
  const cents = apportioned(exact, unit, units)?.map((one) => one * unit);
  const isSum =
    lines.every((line, at) => nanosIn(line, 'amount') === cents?.[at]) &&
    nanosIn(content, 'subtotal') === units * unit &&
    nanosIn(content, 'carriedOut') === sumOf(exact) - units * unit &&
    carriedOf(lines) === nanosIn(content, 'carriedIn');
  return found('subtotal', isSum, {
    so: `The subtotal is the sum of all lines, rounded once and together: ${textIn(content, 'subtotal')}.`,
    not: 'The lines do not add up to the subtotal and what is carried.',
  });
}

const carriedOf = (lines: readonly JsonObject[]): bigint => exactOf(lines, 'carried-in');

const exactOf = (lines: readonly JsonObject[], kind: string): bigint =>
  sumOf(lines.filter((one) => one['kind'] === kind).map((one) => nanosIn(one, 'exactAmount')));

/** Tax of what is rounded, and what is kept for a tax office. */
function taxFinding({ document, content }: KeptStatement): Finding {
  const [unit, subtotal] = [unitOf(content), nanosIn(content, 'subtotal')];
  const isRate = (said: JsonObject): boolean =>
    nanosIn(said, 'base') === subtotal &&
    nanosIn(said, 'amount') === taxOn(subtotal, textIn(said, 'rate'), unit);
  const taxes = objectsIn(content, 'taxes');
  const kept = isObject(content['withheld']) ? [content['withheld']] : [];
  const sum = (all: readonly JsonObject[]): bigint =>
    sumOf(all.map((one) => nanosIn(one, 'amount')));
  const total = subtotal + sum(taxes);
  const isSum =
    [...taxes, ...kept].every(isRate) &&
    taxes.length <= 1 &&
    sum(taxes) === bookedIn(document, 'vat') &&
    sum(kept) === bookedIn(document, 'withheld') &&
    nanosIn(content, 'total') === total &&
    nanosIn(content, 'due') === total - sum(kept);
  return found('total', isSum, {
    so: `Tax and what is withheld are their rates of it, and what is due follows: ${textIn(content, 'due')}.`,
    not: 'Tax, what is withheld, the total and what is due do not follow from the subtotal.',
  });
}

/** What was owed and carried is what the statement before left. */
function beforeFinding(
  { document, content }: KeptStatement,
  last: KeptStatement | undefined,
): Finding {
  const n = integerIn(document, 'n');
  const isNext = last !== undefined && integerIn(last.document, 'n') === n - 1;
  if (n !== 1 && !isNext)
    return unknown(
      'before',
      'What was owed before, and what was carried, is in the statement before this one: give that and its proof, too.',
    );
  const [owed, carried] = isNext
    ? [unitsIn(last.document, 'closing'), nanosIn(last.content, 'carriedOut')]
    : [0n, 0n];
  const isSame =
    unitsIn(document, 'opening') === owed &&
    nanosIn(content, 'carriedIn') === carried &&
    integerIn(content, 'ordinal') === n;
  return found('before', isSame, {
    so: isNext
      ? 'It begins with what the statement before left: what was owed, and what was carried.'
      : 'It is the first, and begins with nothing.',
    not: 'It does not begin with what the statement before left.',
  });
}

/** Whether what has come since is what the documents behind it say. */
function behindFindings(
  { document, content, behind }: KeptStatement,
  before: PayeeBefore,
): readonly Finding[] {
  if (behind?.isWhole !== true)
    return [
      unknown(
        'behind',
        'What it adds up was not given, or not all of it: give what farthing proofs payee writes.',
      ),
    ];
  const documents = behind.entries.map((entry) => entry.document);
  const come = comeOf(textIn(document, 'payee'), documents, before.months);
  const isAll = (['earned', 'claimed', 'paidOut'] as const).every(
    (name) => come[name] === unitsIn(document, name),
  );
  return [
    found('come', isAll, {
      so: 'What was earned, claimed and paid out since the statement before is the sum of these documents: none is left out.',
      not: 'What was earned, claimed and paid out is not the sum of these documents: one is left out, or made up.',
    }),
    sharesFinding(come),
    linesFinding(content, come),
    movementsFinding(content, documents),
  ];
}

function sharesFinding({ wrong, unknown: unsaid }: Come): Finding {
  if (wrong.length === 0 && unsaid.length > 0)
    return unknown(
      'shares',
      `What was earned of ${unsaid.join(', ')} before is with an earlier statement: give that and its proof, too.`,
    );
  return found('shares', wrong.length === 0, {
    so: 'Each posting of earnings is by how much the exact sum of its month has changed, meter by meter, cut to nanos.',
    not: `Not by how much what was earned has changed: ${wrong.join(', ')}.`,
  });
}

/** Months by their meters, as far as those are said; what has changed of one that was stated, in all. */
function linesFinding(content: JsonObject, { byMonth, byMeter, claimed }: Come): Finding {
  const lines = objectsIn(content, 'lines');
  const ofMonth = (month: string): readonly JsonObject[] =>
    lines.filter((line) => line['month'] === month);
  const sumOfLines = (all: readonly JsonObject[]): bigint =>
    sumOf(all.map((line) => nanosIn(line, 'exactAmount')));
  const isMetered = (month: string): boolean =>
    ofMonth(month).every((line) => {
      const { meter } = line;
      const earned = typeof meter === 'string' ? byMeter.get(meterKey(month, meter)) : undefined;
      const own = ofMonth(month).filter((one) => one['meter'] === meter);
      return line['kind'] === 'adjustment' || earned === undefined || sumOfLines(own) === earned;
    });
  const months = new Set([
    ...byMonth.keys(),
    ...lines.flatMap(({ month }) => (typeof month === 'string' ? month : [])),
  ]);
  const isSum =
    [...months].every(
      (month) => sumOfLines(ofMonth(month)) === (byMonth.get(month) ?? 0n) && isMetered(month),
    ) && exactOf(lines, 'claimed') === claimed;
  return found('lines', isSum, {
    so: 'The lines of each month and meter add up to what was posted of it, to the nano.',
    not: 'The lines of a month or a meter do not add up to what was posted of it.',
  });
}

function movementsFinding(content: JsonObject, documents: readonly JsonObject[]): Finding {
  const moved = documents.filter(({ kind }) => kind === 'payout' || kind === 'payout-return');
  const movements = objectsIn(content, 'movements');
  const further = content['furtherMovements'];
  const isSame = movements.every((one) => {
    const own = moved.find(({ id }) => id === one['id']);
    if (own === undefined || own['kind'] !== one['kind']) return false;
    const sign = own['kind'] === 'payout' ? 1n : -1n;
    const fee = own['fee'] === undefined ? 0n : sign * unitsIn(own, 'fee');
    return (
      nanosIn(one, 'amount') === sign * unitsIn(own, 'amount') &&
      (one['fee'] === undefined ? 0n : nanosIn(one, 'fee')) === fee
    );
  });
  const count = movements.length + (typeof further === 'number' ? further : 0);
  return found('movements', isSame && count === moved.length, {
    so: `The payouts that it tells of are those that were booked: ${count}.`,
    not: 'The payouts that it tells of are not those that were booked.',
  });
}
