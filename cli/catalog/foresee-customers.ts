import { exitCode } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import { ProblemFailure } from '../http/problem.ts';
import { grouped } from '../output/numbers.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { isAboutItem, itemsIn, putItem } from './apply.ts';

/** What a change of one customer would do, or why it would be refused. */
type Foreseen =
  | { readonly key: string; readonly answer: JsonObject }
  | { readonly key: string; readonly problem: string }
  /** What it takes is given up by another customer of the file, which a dry run does not do. */
  | { readonly key: string; readonly waitsFor: string };

/** Shows what the customers of a file would do to each month; nothing is changed. The answer is an exit code. */
export async function foreseeFile(
  session: Session,
  file: string,
  query: { readonly from: string | undefined },
): Promise<number> {
  const foreseen: Foreseen[] = [];
  for (const item of await itemsIn(session.shell, file)) {
    foreseen.push(await foresee(session, item, { query, earlier: foreseen }));
  }
  if (session.isJson) {
    session.printJson({ customers: foreseen.map((one) => ('answer' in one ? one.answer : one)) });
  } else {
    for (const one of foreseen) tell(session, one);
  }
  return foreseen.some((one) => 'problem' in one) ? exitCode.failed : exitCode.ok;
}

async function foresee(
  session: Session,
  item: JsonObject,
  {
    query: { from },
    earlier,
  }: {
    readonly query: { readonly from: string | undefined };
    readonly earlier: readonly Foreseen[];
  },
): Promise<Foreseen> {
  const key = textAt(item, 'key') ?? '';
  const collection = { path: '/v1/customers', query: { from, dryRun: 'true' } } as const;
  try {
    const { body } = await putItem(session.api(), collection, item);
    return { key, answer: isJsonObject(body) ? body : {} };
  } catch (error) {
    if (!isAboutItem(error)) throw error;
    const giver = giverIn(earlier, error);
    return giver === undefined ? { key, problem: error.message } : { key, waitsFor: giver };
  }
}

/** Who further up in the file gives up the subject that a customer cannot have yet. */
function giverIn(earlier: readonly Foreseen[], error: unknown): string | undefined {
  if (!(error instanceof ProblemFailure) || error.code !== 'subject.already-assigned')
    return undefined;
  const { problem } = error;
  const subject = textAt(problem, 'subject');
  const giver = earlier.find((one) => 'answer' in one && one.key === textAt(problem, 'customer'));
  const goes = giver !== undefined && 'answer' in giver ? listAt(giver.answer, 'goes') : [];
  return goes.some((one) => textAt(one, 'subject') === subject) ? giver?.key : undefined;
}

function tell({ shell }: Session, one: Foreseen): void {
  if ('answer' in one) shell.out(shown(one.key, one.answer));
  else if ('waitsFor' in one) {
    const [key, giver] = [printable(one.key), printable(one.waitsFor)];
    shell.out(
      `${key}: takes what ${giver} gives up above; apply that first to see what it comes to\n`,
    );
  } else shell.err(`${printable(one.key)}: ${printable(one.problem)}\n`);
}

const columns = [
  { title: 'month' },
  { title: 'what' },
  { title: 'before' },
  { title: 'after' },
] as const;

/** What is different of each month, then which subjects come and go. */
function shown(key: string, answer: JsonObject): string {
  const months = listAt(answer, 'months').filter(isJsonObject);
  const rows = months.flatMap(differences);
  const older = numberAt(answer, 'olderMonths');
  const lines = [
    `${printable(key)}: would be ${textAt(answer, 'outcome') ?? ''}`,
    ...listAt(answer, 'comes').map((one) => `comes: ${tenureText(one)}`),
    ...listAt(answer, 'goes').map((one) => `goes: ${tenureText(one)}`),
    ...(rows.length === 0 ? [`no change to any of ${months.length} months`] : []),
    ...months.flatMap(beforeItsPlans),
    ...months.flatMap(repriced),
    ...(older === undefined ? [] : [`${older} older months are not shown`]),
  ];
  return `${lines.map(printable).join('\n')}\n${rows.length === 0 ? '' : table(columns, rows)}`;
}

/** Why a month is there although nothing is charged for it. */
function beforeItsPlans(month: JsonObject): string[] {
  const { before, after } = month;
  const isNew = !isJsonObject(before) && textAt(after, 'total') !== undefined;
  if (!isNew || listAt(after, 'plans').length > 0) return [];
  const period = textAt(month, 'period') ?? '';
  return [
    `${period} is before its first plan: it is closed with what is charged in advance, if anything`,
  ];
}

/** What was agreed before it was used, and is not what the invoice will say. */
function repriced(month: JsonObject): string[] {
  const from = textAt(month, 'repricesFrom');
  if (from === undefined) return [];
  return [
    `what was charged before its use since ${from} keeps its price, and the invoice goes by the new plan: let it count from tomorrow, and nothing differs`,
  ];
}

function tenureText(tenure: unknown): string {
  const [from, until] = [textAt(tenure, 'from'), textAt(tenure, 'until')];
  return [
    textAt(tenure, 'subject') ?? '',
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(until === undefined ? [] : [`until ${until}`]),
  ].join(' ');
}

/** What people read of a month's terms. */
const facts: readonly (readonly [string, (terms: JsonObject) => string])[] = [
  ['bounds', (terms) => `${textAt(terms, 'start') ?? ''} – ${textAt(terms, 'end') ?? ''}`],
  ['time zone', (terms) => textAt(terms, 'timezone') ?? ''],
  ['plans', plansOf],
  ['set aside', (terms) => textAt(terms['obstacle'], 'code') ?? ''],
];

function differences(month: JsonObject): string[][] {
  const { before, after } = month;
  const name = textAt(month, 'period') ?? '';
  const title = isJsonObject(month['closedBy']) ? `${name} (closed)` : name;
  const cell = (terms: unknown, of: (terms: JsonObject) => string): string =>
    isJsonObject(terms) ? of(terms) : '';
  const sums = [before, after].map((terms) =>
    isJsonObject(terms) ? comesTo(terms) : 'not billed',
  );
  const rows = [
    [title, 'comes to', ...sums],
    ...(sums[0] === sums[1] ? [[title, 'charges', ...[before, after].map(charges)]] : []),
    ...facts.map(([what, of]) => [title, what, cell(before, of), cell(after, of)]),
  ].filter(([, , was, becomes]) => was !== becomes);
  const isTold = rows.length > 0 || month['changes'] !== true;
  return isTold ? rows : [[title, 'terms', 'as now', 'others, which --json shows']];
}

/** What usage and fees come to: within an interval nothing is invoiced of it yet, so that the total stays. */
const charges = (terms: unknown): string =>
  `${grouped(textAt(terms, 'ratedAmount') ?? '')} ${textAt(terms, 'currency') ?? ''}`;

function comesTo(terms: JsonObject): string {
  const unpriced = textAt(terms, 'unpriced');
  if (unpriced !== undefined) return 'cannot be priced';
  return `${textAt(terms, 'total') ?? textAt(terms, 'ratedAmount') ?? ''} ${textAt(terms, 'currency') ?? ''}`;
}

/** Each version with the day from which it is in force. */
function plansOf(terms: JsonObject): string {
  const plans = listAt(terms, 'plans').map(
    (one) => `${textAt(one, 'plan') ?? ''} of ${textAt(one, 'effectiveFrom') ?? ''}`,
  );
  return plans.length === 0 ? 'none' : plans.join(', ');
}
