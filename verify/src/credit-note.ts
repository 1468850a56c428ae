import { objectsIn, textIn, unitsIn } from './entry.ts';
import { type Finding, fails, found, unknown } from './findings.ts';
import { unitOf } from './invoice.ts';
import { isObject, type JsonObject } from './json.ts';
import { type Line, linesOf, nanosIn } from './lines.ts';
import { magnitude, sumOf } from './numbers.ts';
import { taxOn } from './sums.ts';

/** A credit note, or an invoice, whose entry holds: what it shows, and the document. */
export interface Kept {
  readonly document: JsonObject;
  readonly content: JsonObject;
}

/** Whether a credit note takes off what it says, and with the notes before it no more than the invoice had. */
export function creditFindings(
  { document, content }: Kept,
  before: readonly Kept[],
): readonly Finding[] {
  const lines = linesOf(content);
  const taxes = objectsIn(content, 'taxes');
  const subtotal = nanosIn(content, 'subtotal');
  const total = nanosIn(content, 'total');
  const isSum =
    sumOf(lines.map(({ amount }) => amount)) === subtotal &&
    sumOf(taxes.map((tax) => nanosIn(tax, 'base'))) === subtotal &&
    sumOf(taxes.map((tax) => nanosIn(tax, 'amount'))) + subtotal === total &&
    unitsIn(document, 'subtotal') === subtotal &&
    unitsIn(document, 'total') === total;
  const booked = objectsIn(document, 'lines').map((one) => [
    ...[textIn(one, 'line'), String(unitsIn(one, 'amount'))],
  ]);
  const shown = lines.map(({ corrects, amount }) => [corrects, String(amount)]);
  return [
    found('total', isSum, {
      so: `Its lines add up to the subtotal, and with the taxes to the total: ${textIn(content, 'total')}.`,
      not: 'Its lines, taxes and total do not add up, or are not what was booked.',
    }),
    found('lines', JSON.stringify(booked) === JSON.stringify(shown), {
      so: 'Its lines are what was booked.',
      not: 'Its lines are not what was booked.',
    }),
    invoiceFinding({ document, content }, lines, before),
  ];
}

function invoiceFinding(
  { document, content }: Kept,
  lines: readonly Line[],
  before: readonly Kept[],
): Finding {
  const id = textIn(document, 'invoice');
  const invoice = before.find((one) => one.document['id'] === id);
  const corrects = isObject(content['corrects']) ? content['corrects'] : {};
  if (corrects['id'] !== id) return fails('corrects', 'It names another invoice than it corrects.');
  if (invoice === undefined)
    return unknown(
      'corrects',
      `Of which lines and at which rates of tax it takes back is in ${String(corrects['number'])}: give that invoice and its proof, too.`,
    );
  const earlier = before
    .filter((one) => one.document['kind'] === 'credit-note' && one.document['invoice'] === id)
    .flatMap((one) => linesOf(one.content));
  const isLeft = linesOf(invoice.content).every((line) => isWithin(line, [...earlier, ...lines]));
  const isKnown = lines.every((line) =>
    linesOf(invoice.content).some((one) => one.id === line.corrects),
  );
  const isTaxed = objectsIn(invoice.content, 'taxes').every((tax) =>
    isTaxedAs(tax, { content, lines, earlier }),
  );
  return found('corrects', isLeft && isKnown && isTaxed, {
    so: `It takes back lines of ${textIn(invoice.content, 'number')}, no more than they were, and their tax at the rates of then.`,
    not: `It takes back more than ${textIn(invoice.content, 'number')} had, or other tax.`,
  });
}

/** Whether what is taken off a line, all notes together, is of its sign and no more than it was. */
function isWithin(line: Line, credited: readonly Line[]): boolean {
  const own = credited.filter(({ corrects }) => corrects === line.id);
  const sum = sumOf(own.map(({ amount }) => amount));
  return (
    own.every(({ amount }) => amount > 0n === line.amount > 0n && amount !== 0n) &&
    magnitude(sum) <= magnitude(line.amount)
  );
}

/** Tax on all that was credited by now, less that on what was credited before. */
function isTaxedAs(
  tax: JsonObject,
  note: {
    readonly content: JsonObject;
    readonly lines: readonly Line[];
    readonly earlier: readonly Line[];
  },
): boolean {
  const [category, rate] = [textIn(tax, 'category'), textIn(tax, 'rate')];
  const baseOf = (lines: readonly Line[]): bigint =>
    sumOf(
      lines
        .filter(({ treatment }) => treatment?.category === category && treatment.rate === rate)
        .map(({ amount }) => amount),
    );
  const unit = unitOf(note.content);
  const [before, base] = [baseOf(note.earlier), baseOf(note.lines)];
  const amount = taxOn(before + base, rate, unit) - taxOn(before, rate, unit);
  const said = objectsIn(note.content, 'taxes').find(
    (one) => one['category'] === category && one['rate'] === rate,
  );
  if (said === undefined) return base === 0n && amount === 0n;
  return nanosIn(said, 'base') === base && nanosIn(said, 'amount') === amount;
}
