import { objectIn, textIn, unitsIn } from './entry.ts';
import { type Finding, found, unknown } from './findings.ts';
import type { JsonObject } from './json.ts';
import { nanosIn } from './lines.ts';

/** What is owed with a statement of a payee, with its sign. */
const account = [
  ...([['opening', 1n] as const, ['earned', 1n], ['claimed', 1n]] as const),
  ...([['vat', 1n] as const, ['paidOut', -1n], ['withheld', -1n]] as const),
];

/** Whether the account of a payee adds up, and is what was booked. What it was earned by is not read. */
export function payeeFindings({
  document,
  content,
}: {
  readonly document: JsonObject;
  readonly content: JsonObject;
}): readonly Finding[] {
  const shown = objectIn(content, 'account');
  const isBooked = account.every(([name]) => nanosIn(shown, name) === bookedIn(document, name));
  const closing = account.reduce((sum, [name, sign]) => sum + sign * nanosIn(shown, name), 0n);
  const isSum =
    closing === nanosIn(shown, 'closing') && closing === unitsIn(document, 'closing') && isBooked;
  return [
    found('account', isSum, {
      so: `The account is what was booked, and adds up to what is owed: ${textIn(shown, 'closing')}.`,
      not: 'The account does not add up to what is owed, or is not what was booked.',
    }),
    unknown(
      'earned',
      'What the payee earned is not read here: how it follows from what was used, and from shares, is not checked. Nor are the lines, tax, and payouts.',
    ),
  ];
}

/** Tax and what is withheld have a currency or a country beside them, and are left out where there is none. */
function bookedIn(document: JsonObject, name: string): bigint {
  if (name !== 'vat' && name !== 'withheld') return unitsIn(document, name);
  return document[name] === undefined ? 0n : unitsIn(objectIn(document, name), 'amount');
}

/** Kinds of documents of which something is shown. */
const shownKinds: ReadonlySet<string> = new Set([
  ...['invoice', 'statement', 'credit-note', 'payee-statement'],
]);

/** Of an entry of a kind of which nothing is shown, such as a void: that it is there, and no more. */
export function unshownFindings(
  document: JsonObject,
  shown: JsonObject,
): readonly Finding[] | undefined {
  const kind = textIn(document, 'kind');
  if (shownKinds.has(kind)) return undefined;
  const id = textIn(document, 'id');
  const { invoice } = document;
  const of = typeof invoice === 'string' ? ` of ${invoice}` : '';
  return [
    found('booked', shown['id'] === id || (of !== '' && shown['id'] === invoice), {
      so: `What was booked is ${kind} ${id}${of}, and the file beside it is of that.`,
      not: `What was booked is ${kind} ${id}${of}. The file beside it is of something else.`,
    }),
    unknown(
      'kind',
      `A document of the kind ${kind} is not read here: the log has it, and nothing that the file beside it says was checked.`,
    ),
  ];
}
