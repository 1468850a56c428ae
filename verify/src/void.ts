import { objectIn, objectsIn, textIn, unitsIn } from './entry.ts';
import { type Finding, found, unknown } from './findings.ts';
import { canonical, type Json, type JsonObject } from './json.ts';
import { EXACT_PER_NANO, floorOf } from './numbers.ts';

/** Kinds of documents of which something is shown. */
const shownKinds: ReadonlySet<string> = new Set([
  ...['invoice', 'statement', 'credit-note', 'payee-statement'],
]);

/** Of an entry of a kind of which nothing is shown, such as a void: that it is there, and what it is of. */
export function unshownFindings(
  document: JsonObject,
  shown: JsonObject,
): readonly Finding[] | undefined {
  const kind = textIn(document, 'kind');
  if (shownKinds.has(kind)) return undefined;
  const id = textIn(document, 'id');
  const { invoice } = document;
  const of = typeof invoice === 'string' ? ` of ${invoice}` : '';
  const booked = found('booked', shown['id'] === id || (of !== '' && shown['id'] === invoice), {
    so: `What was booked is ${kind} ${id}${of}, and the file beside it is of that.`,
    not: `What was booked is ${kind} ${id}${of}. The file beside it is of something else.`,
  });
  if (kind === 'void') return [booked];
  return [
    booked,
    unknown(
      'kind',
      `A document of the kind ${kind} is not read here: the log has it, and nothing that the file beside it says was checked.`,
    ),
  ];
}

/** Whether a void takes back what its invoice has booked: docs/books.md. */
export function voidFindings(
  document: JsonObject,
  invoice: JsonObject | undefined,
): readonly Finding[] {
  const check = 'void';
  if (invoice === undefined)
    return [
      unknown(
        check,
        `What it takes back is in ${numberOf(document)}: give that and its proof, too.`,
      ),
    ];
  const same = ['customer', 'currency', 'period', 'attempt', 'recognised', 'subtotal', 'total'];
  const isOf =
    invoice['kind'] === 'invoice' &&
    same.every((name) => isSame(document[name], invoice[name])) &&
    textIn(document, 'invoiceNumber') === textIn(invoice, 'number');
  const isForgiven = document['afterwards'] === 'forgive';
  const billed = objectsIn(document, 'billed');
  const undone = isForgiven ? [] : objectsIn(invoice, 'billed').map(negated);
  return [
    found(check, isOf, {
      so: `It undoes ${numberOf(document)}: the same month, sums and payer.`,
      not: `It does not undo ${numberOf(document)} as it was: another month, payer or sum.`,
    }),
    found('taken-back', isSame(billed, undone) && isCarriedBack(document, invoice), {
      so: isForgiven
        ? `The month stays closed, and is forgiven: nothing of it is billed again. ${carriedBack}`
        : `All that it had billed is taken back, and the month is billed again. ${carriedBack}`,
      not: 'What it takes back is not what the invoice had billed and carried.',
    }),
  ];
}

const carriedBack = 'What was carried into it is carried again.';

const numberOf = ({ invoiceNumber, invoice }: JsonObject): string =>
  String(invoiceNumber ?? invoice);

const isSame = (a: Json | undefined, b: Json | undefined): boolean =>
  a !== undefined && b !== undefined && canonical(a) === canonical(b);

const negated = (one: JsonObject): JsonObject => ({
  ...one,
  quantity: String(-unitsIn(one, 'quantity')),
  exact: String(-unitsIn(one, 'exact')),
});

/** Of each tax code: what is carried then, with what went in again and what went out taken off, to the last place. */
function isCarriedBack(document: JsonObject, invoice: JsonObject): boolean {
  const [now, then] = [objectsIn(document, 'carry'), objectsIn(invoice, 'carry')];
  return (
    now.length === then.length &&
    now.every((own, at) => {
      const change = objectIn({ change: then[at] ?? null }, 'change');
      const of = (from: JsonObject, name: string): bigint => unitsIn(from, name);
      const rest = of(own, 'residueIn') + of(change, 'residueIn') - of(change, 'residueOut');
      const nanos = floorOf(rest, EXACT_PER_NANO);
      return (
        own['taxCode'] === change['taxCode'] &&
        canonical(own['taxed'] ?? null) === canonical(change['taxed'] ?? null) &&
        of(own, 'out') === of(own, 'in') + of(change, 'in') - of(change, 'out') + nanos &&
        of(own, 'residueOut') === rest - nanos * EXACT_PER_NANO
      );
    })
  );
}
