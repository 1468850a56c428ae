import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';
import { getting, itemsOf, pagesFrom } from '../http/pages.ts';
import { counted } from '../output/numbers.ts';
import { progressBar } from '../output/progress.ts';
import { type Column, printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { eventsTable, explanationHead, talliesTable, usageSummary } from './explanation-report.ts';
import { lineText } from './line-text.ts';

interface ExplainOptions {
  readonly window?: 'day' | 'hour';
  readonly all?: boolean;
  readonly events?: boolean;
}

/** What one line is asked for. */
interface LineRequest {
  readonly number: string;
  readonly line: string;
  readonly window: string | undefined;
}

/** So much fits a screen; `--all` and `--events` show the rest. */
const shown = { tallies: 20, events: 5 } as const;
const pageLimit = '1000';

export function addExplainCommand({ program, run }: CommandLine): void {
  program
    .command('explain')
    .description('Where an invoice’s amounts come from: of one line, down to its events')
    .argument('<number>', 'number or id of an invoice, credit note, statement or draft')
    .argument('[line]', 'the line’s number; without it, all lines with a reason each')
    .addOption(new Option('--window <window>', 'usage by day or by hour').choices(['day', 'hour']))
    .option('--all', `all of the usage, and not the first ${shown.tallies} rows`)
    .option('--events', 'the events themselves, all of them')
    .action(
      run(async (session, number: string, line: string | undefined, options: ExplainOptions) => {
        if (line === undefined) return explainDocument(session, number, options);
        return explainLine(session, { number, line, window: options.window }, options);
      }),
    );
}

async function explainDocument(
  session: Session,
  number: string,
  options: ExplainOptions,
): Promise<number> {
  if (Object.keys(options).length > 0) {
    throw usageFailure('name a line, too: --window, --all and --events are about one line');
  }
  const path = `/v1/invoices/${encodeURIComponent(number)}`;
  const { body } = await session.api().call({ method: 'GET', path });
  const reasons = listAt(body, 'reasons').map(String);
  const lines = listAt(body, 'lines')
    .filter(isJsonObject)
    .map((line, index) => ({ ...line, reason: reasons[index] ?? '' }));
  if (session.isJson) {
    session.printJson({ number: textAt(body, 'number') ?? null, lines });
    return exitCode.ok;
  }
  const columns: Column[] = [
    { title: 'line', align: 'right' },
    { title: 'what' },
    { title: 'exactly', align: 'right' },
    { title: 'amount', align: 'right' },
    { title: 'why' },
  ];
  const rows = lines.map((line) => [
    textAt(line, 'id') ?? '',
    lineText(line),
    ...['exactAmount', 'amount', 'reason'].map((name) => textAt(line, name) ?? ''),
  ]);
  session.shell.out(table(columns, rows));
  const currency = textAt(body, 'currency') ?? '';
  session.shell.out(
    printable(
      `subtotal ${textAt(body, 'subtotal') ?? ''} ${currency}, total ${textAt(body, 'total') ?? ''} ${currency}`,
    ),
  );
  session.shell.out(`\nadd a line’s number to see the usage and the events behind it\n`);
  return exitCode.ok;
}

async function explainLine(
  session: Session,
  request: LineRequest,
  { all = false, events = false }: ExplainOptions,
): Promise<number> {
  if (all && events) throw usageFailure('choose one of --all and --events');
  if (events) return showEvents(session, request);
  const { answer, tallies, isWhole } = await talliesOf(session, request, all || session.isJson);
  const { usage } = answer;
  if (session.isJson) {
    session.printJson(isJsonObject(usage) ? { ...wholeOf(answer), tallies } : answer);
    return exitCode.ok;
  }
  session.shell.out(`${explanationHead(answer)}\n`);
  if (!isJsonObject(usage)) return exitCode.ok;
  showUsage(session, { answer, usage, tallies, isWhole });
  if (!all && tallies.length > 0) await showFirstEvents(session, request);
  return exitCode.ok;
}

function showUsage(
  { shell }: Session,
  {
    answer,
    usage,
    tallies,
    isWhole,
  }: {
    readonly answer: JsonObject;
    readonly usage: JsonObject;
    readonly tallies: readonly JsonObject[];
    readonly isWhole: boolean;
  },
): void {
  const isLevelThatGoesOn = tallies.length === 0 && isJsonObject(usage['opening']);
  const below = isLevelThatGoesOn ? '' : `\n${talliesTable(answer, tallies)}`;
  shell.out(`${usageSummary(answer, tallies)}${below}`);
  if (!isWhole) shell.out('… and more: add --all\n');
  if (usage['addsUp'] === false) {
    const aggregation = textAt(usage, 'aggregation') ?? '';
    const rolling = textAt(usage['window'], 'rolling');
    const what = rolling === undefined ? 'over all of them' : `of each window of ${rolling}`;
    shell.out(`rows do not add up to the whole: it is one ${aggregation} ${what}\n`);
  }
}

/** The first tallies, or those of every page. */
async function talliesOf(
  session: Session,
  request: LineRequest,
  isAll: boolean,
): Promise<{ answer: JsonObject; tallies: readonly JsonObject[]; isWhole: boolean }> {
  const pages: JsonObject[] = [];
  const limit = isAll ? pageLimit : String(shown.tallies);
  for await (const page of pagesOfLine(session, request, { limit })) {
    pages.push(page);
    if (!isAll) break;
  }
  const [answer = {}] = pages;
  const tallies = pages.flatMap((page) => itemsOf(page, 'tallies'));
  const isWhole = pages.every((page) => isAll || textAt(page, 'nextCursor') === undefined);
  return { answer, tallies, isWhole };
}

async function showFirstEvents(session: Session, request: LineRequest): Promise<void> {
  const limit = String(shown.events);
  for await (const page of pagesOfLine(session, request, { events: 'true', limit })) {
    session.shell.out(`\n${eventsTable(page, itemsOf(page, 'events'))}`);
    if (textAt(page, 'nextCursor') !== undefined) {
      session.shell.out('… and more: add --events\n');
    }
    return;
  }
}

/** Page by page, so that it begins at once and takes no more memory than a page; `--json` needs all of them. */
async function showEvents(session: Session, request: LineRequest): Promise<number> {
  const { shell } = session;
  const bar = progressBar(shell, `events of ${request.number}`);
  const kept: JsonObject[] = [];
  let count = 0;
  let answer: JsonObject = {};
  for await (const page of pagesOfLine(session, request, { events: 'true', limit: pageLimit })) {
    const events = itemsOf(page, 'events');
    answer = page;
    count += events.length;
    if (session.isJson) {
      kept.push(...events);
      bar.update({ note: counted(count, 'event') });
    } else if (events.length > 0) shell.out(eventsTable(page, events));
  }
  bar.end();
  if (session.isJson) session.printJson({ ...wholeOf(answer), events: kept });
  else {
    shell.out(`${usageSummary(answer)}`);
    shell.out(`${counted(count, 'event')} behind line ${printable(request.line)}\n`);
  }
  return exitCode.ok;
}

const wholeOf = ({ nextCursor: _, ...answer }: JsonObject): JsonObject => answer;

const pagesOfLine = (
  session: Session,
  { number, line, window }: LineRequest,
  query: Readonly<Record<string, string>>,
): AsyncIterable<JsonObject> =>
  pagesFrom(
    session.api(),
    getting(`/v1/invoices/${encodeURIComponent(number)}/lines/${encodeURIComponent(line)}`, {
      window,
      ...query,
    }),
  );
