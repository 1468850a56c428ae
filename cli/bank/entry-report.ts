import { isJsonObject, type JsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import { table } from '../output/table.ts';
import type { BookedEntries } from './book-entries.ts';
import { isKnown } from './chosen-entries.ts';

const textMax = 40;

const columns = [
  { title: 'entry', align: 'right' },
  { title: 'day' },
  { title: 'amount', align: 'right' },
  { title: 'from' },
  { title: 'text' },
  { title: 'is' },
  { title: 'for' },
] as const;

/** The entries of a file for a person: what each says, how sure it is, and what it is for. */
export function entryTable(
  entries: readonly JsonObject[],
  booked: BookedEntries['booked'],
): string {
  if (entries.length === 0) return 'no entries\n';
  const byPlace = new Map(booked.map((one) => [one.place, one.customer]));
  const rows = entries.map((entry) => {
    const text = (name: string) => textAt(entry, name) ?? '';
    return [
      String(numberAt(entry, 'place') ?? ''),
      (textAt(entry, 'bookedOn') ?? text('valueOn')).slice(0, 10),
      `${text('amount')} ${text('currency')}`,
      text('name'),
      shortened(text('text')),
      standingOf(entry, byPlace),
      purposeOf(entry, byPlace.get(numberAt(entry, 'place') ?? 0)),
    ];
  });
  return table(columns, rows);
}

const shortened = (text: string): string =>
  text.length <= textMax ? text : `${text.slice(0, textMax - 1).trimEnd()}…`;

/** In one word: what is booked, by now or before, and how sure the others are. */
function standingOf(entry: JsonObject, booked: ReadonlyMap<number, string>): string {
  if (booked.has(numberAt(entry, 'place') ?? 0)) return 'booked';
  if (isKnown(entry)) return 'booked before';
  return textAt(entry['proposal'], 'sureness') ?? 'none';
}

/** Whose it is and which invoices it pays; of what is not sure, why, and who it may be. */
function purposeOf(entry: JsonObject, payer: string | undefined): string {
  const { recorded, told, outcome, payouts = outcome, proposal, topUp } = entry;
  if (typeof told === 'string') return told;
  if (isJsonObject(payouts)) return textAt(proposal, 'why') ?? '';
  return moneyOf({ recorded, topUp, proposal }, payer);
}

function moneyOf({ recorded, topUp, proposal }: JsonObject, payer: string | undefined): string {
  if (isJsonObject(recorded)) return textAt(recorded, 'customer') ?? '';
  const text = (name: string) => textAt(proposal, name) ?? '';
  const told = textAt(proposal, 'reverses') ?? textAt(proposal, 'refund');
  if (told !== undefined) return `${told}: ${text('why')}`;
  const customer = textAt(proposal, 'customer');
  // A person has said another, and what that one pays is not told here.
  if (payer !== undefined && payer !== customer) return payer;
  if (customer === undefined) {
    const candidates = listAt(proposal, 'candidates').join(', ');
    return `${text('why')}${candidates === '' ? '' : ` (${candidates}?)`}`;
  }
  const isDoubtful = payer === undefined && text('sureness') === 'likely';
  const parts = topUp === undefined ? partsOf(proposal) : ['into its wallet'];
  return `${customer}: ${parts.join(', ')}${isDoubtful ? ` (${text('why')})` : ''}`;
}

/** What of it is for which invoice, and what is for none yet. */
function partsOf(proposal: unknown): readonly string[] {
  const invoices = listAt(proposal, 'invoices').map((one) =>
    [textAt(one, 'number') ?? '', textAt(one, 'amount') ?? ''].join(' '),
  );
  const rest = textAt(proposal, 'unapplied') ?? '';
  return /[1-9]/.test(rest) ? [...invoices, `${rest} unapplied`] : invoices;
}

/** How many of each there are. */
export function summaryOf(entries: readonly JsonObject[], booked: BookedEntries['booked']): string {
  const places = new Set(booked.map(({ place }) => place));
  const before = entries.filter(isKnown).length;
  const open = openIn(entries, places);
  const count = (sureness: string) =>
    open.filter(({ proposal }) => textAt(proposal, 'sureness') === sureness).length;
  return [
    `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`,
    `${booked.filter(({ isNew }) => isNew).length} booked`,
    `${before} booked before`,
    `${count('exact')} exact`,
    `${count('likely')} likely`,
    `${count('none')} not matched`,
  ].join(', ');
}

const openIn = (entries: readonly JsonObject[], booked: ReadonlySet<number>) =>
  entries.filter((entry) => !isKnown(entry) && !booked.has(numberAt(entry, 'place') ?? 0));

/** What a person does about what is not booked yet. */
export function nextSteps(
  entries: readonly JsonObject[],
  {
    booked,
    file,
    farthing,
  }: { readonly booked: BookedEntries['booked']; readonly file: string; readonly farthing: string },
): string {
  const open = openIn(entries, new Set(booked.map(({ place }) => place)));
  const has = (sureness: string) =>
    open.some(({ proposal }) => textAt(proposal, 'sureness') === sureness);
  const unknown = open.find(
    ({ proposal, payment }) => isJsonObject(payment) && textAt(proposal, 'sureness') === 'none',
  );
  const command = `${farthing} bank import ${file}`;
  return [
    ...(has('exact') ? [`book what is exact: ${command} --confirm exact\n`] : []),
    ...(has('likely') ? [`book what is likely, too: ${command} --confirm likely\n`] : []),
    ...(unknown === undefined
      ? []
      : [
          `say whose another is: ${command} --entry ${numberAt(unknown, 'place') ?? ''}=<customer>, or =suspense:bank while nobody knows\n`,
        ]),
  ].join('');
}
