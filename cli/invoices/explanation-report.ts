import { stepWords } from '../../core/contract/invoices/step-words.ts';
import { isJsonObject, type JsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import { localTimes } from '../output/local-times.ts';
import { counted, grouped } from '../output/numbers.ts';
import { type Column, printable, table } from '../output/table.ts';

/** Empty where there is none. */
const said = (value: unknown, key: string): string => textAt(value, key) ?? '';

/** What a person reads above the tables: which line it is, why, and how its amount comes about. */
export function explanationHead(answer: JsonObject): string {
  const { invoice, line, price } = answer;
  const currency = said(invoice, 'currency');
  const status = said(invoice, 'status');
  const name = textAt(invoice, 'number') ?? said(invoice, 'id');
  const stretch = isJsonObject(answer['stretch']) ? answer['stretch'] : {};
  const period = stretch['period'];
  const plan = textAt(price, 'plan');
  const facts = [
    said(invoice, 'customer'),
    ...(['draft', 'void'].includes(status)
      ? [`which is ${status === 'void' ? 'void' : 'a draft'}`]
      : []),
    `${said(period, 'firstDay')} to ${said(period, 'lastDay')} in ${said(period, 'timezone')}`,
    ...(plan === undefined ? [] : [`plan ${plan} of ${said(price, 'effectiveFrom')}`]),
  ];
  return [
    printable(`${name}, line ${said(line, 'id')}: ${said(line, 'description')}`),
    printable(facts.join(', ')),
    '',
    printable(said(answer, 'reason')),
    '',
    stepsTable(answer),
    printable(
      `exactly ${said(line, 'exactAmount')} ${currency}, on the ${said(invoice, 'type')} ${said(line, 'amount')}`,
    ),
    '',
  ].join('\n');
}

/** How the amount of a line comes about, step by step. */
export function stepsTable(answer: JsonObject): string {
  const carried = listAt(answer, 'carried').filter(isJsonObject);
  const steps = listAt(answer, 'steps').filter(isJsonObject);
  const rows = steps.map((step, index) => {
    const of = said(step, 'of');
    const tier = numberAt(step, 'tier');
    const from = carried[index];
    return [
      from === undefined ? stepWords(of, tier) : `left by ${nameOf(from)}`,
      grouped(said(step, 'quantity')),
      said(step, 'price'),
      grouped(said(step, 'amount')),
    ];
  });
  const columns: Column[] = [
    { title: 'calculation' },
    { title: 'quantity', align: 'right' },
    { title: 'price', align: 'right' },
    { title: 'amount', align: 'right' },
  ];
  return table(columns, rows);
}

/** With the id, by which what has no number is asked for in turn. */
function nameOf(document: JsonObject): string {
  const number = textAt(document, 'number');
  if (number !== undefined) return number;
  const last = textAt(document, 'invoicedWith');
  const interval = last === undefined ? '' : `, invoiced with ${last}`;
  return `the ${said(document, 'type')} of ${said(document, 'period')} (${said(document, 'id')})${interval}`;
}

/**
 * What usage is behind the line, as of now, and how that differs from what was billed; empty where there is none.
 * `rows` where they are shown below it.
 */
export function usageSummary(answer: JsonObject, rows?: readonly JsonObject[]): string {
  const { usage } = answer;
  if (!isJsonObject(usage)) return '';
  const quantity = grouped(said(usage, 'quantity'));
  const what = `${said(usage, 'aggregation')} of ${said(usage, 'eventType')}`;
  const subjects = counted(numberAt(usage, 'subjects') ?? 0, 'subject');
  const difference = textAt(usage['difference'], 'detail');
  const ofMonth = textAt(usage, 'monthQuantity');
  const opening = textAt(usage['opening'], 'level');
  const ofOpening = textAt(usage['opening'], 'quantity');
  const lines = [
    `usage as of now: ${quantity} of ${said(usage, 'meter')} (${what}) by ${subjects}`,
    ...(ofMonth === undefined ? [] : [`its share by time of ${grouped(ofMonth)} in the month`]),
    ...windowsSaid(usage),
    ...(opening === undefined ? [] : [`opened with a level of ${grouped(opening)}`]),
    ...(ofOpening === undefined
      ? []
      : [
          rows?.length === 0
            ? `of which comes all ${grouped(ofOpening)}: nothing changed it after that`
            : `of which comes ${grouped(ofOpening)}; rows are the rest`,
        ]),
    ...(difference === undefined ? [] : [`DIFFERS: ${difference}`]),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

/** Of trailing windows: the greatest, with its last day, or of how many the month has the mean. */
function windowsSaid(usage: JsonObject): readonly string[] {
  const window = usage['window'];
  if (!isJsonObject(window)) return [];
  const windows = listAt(usage, 'windows').filter(isJsonObject);
  const of = `windows of ${said(window, 'rolling')}, one for each of ${counted(windows.length, 'day')}`;
  if (textAt(window, 'statistic') === 'mean') return [`the mean of ${of}`];
  const greatest = textAt(usage, 'monthQuantity') ?? said(usage, 'quantity');
  const most = windows.find((one) => said(one, 'quantity') === greatest);
  return most === undefined
    ? []
    : [`the greatest of ${of}: from ${said(most, 'start')} until ${said(most, 'end')}`];
}

/** The tallies of an answer; a subject and each dimension of the meter have a column. */
export function talliesTable(answer: JsonObject, tallies: readonly JsonObject[]): string {
  const { usage } = answer;
  const names = listAt(usage, 'dimensions').map(String);
  const timezone = textAt(periodOf(answer), 'timezone') ?? 'UTC';
  const times = localTimes(
    tallies.map((tally) => said(tally, 'start')),
    timezone,
  );
  const columns: Column[] = [
    { title: `from (${timezone})` },
    { title: 'subject' },
    ...names.map((title) => ({ title })),
    { title: 'quantity', align: 'right' },
  ];
  return table(
    columns,
    tallies.map((tally) => [
      times.get(said(tally, 'start')) ?? '',
      said(tally, 'subject'),
      ...dimensionsOf(tally, names),
      grouped(said(tally, 'quantity')),
    ]),
  );
}

/** Events as they are told from each other, and what the meter read off each; a source that all have is said once. */
export function eventsTable(answer: JsonObject, events: readonly JsonObject[]): string {
  const sources = new Set(events.map((event) => said(event, 'source')));
  const [source = ''] = sources;
  const heads = ['time', 'subject', ...(sources.size > 1 ? ['source'] : []), 'id'];
  const heading = sources.size > 1 ? '' : `events from ${printable(source)}\n`;
  const names = listAt(answer['usage'], 'dimensions').map(String);
  const columns: Column[] = [
    ...heads.map((title) => ({ title })),
    ...names.map((title) => ({ title })),
    { title: 'value', align: 'right' },
  ];
  const cells = table(
    columns,
    events.map((event) => [
      ...heads.map((name) => said(event, name)),
      ...dimensionsOf(event, names),
      said(event, 'value'),
    ]),
  );
  return `${heading}${cells}`;
}

const dimensionsOf = ({ dimensions }: JsonObject, names: readonly string[]): string[] =>
  names.map((name) => textAt(dimensions, name) ?? '(none)');

const periodOf = ({ stretch }: JsonObject): unknown =>
  isJsonObject(stretch) ? stretch['period'] : undefined;
