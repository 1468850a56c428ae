import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import { post, postUnderKey } from '../invoices/record-on.ts';
import { grouped } from '../output/numbers.ts';
import { printable, table } from '../output/table.ts';
import { isStandardOutput, writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { type ItemColumn, showItemAt, showList } from '../show.ts';

export function addReminderCommands({ program, run }: CommandLine): void {
  const reminders = program
    .command('reminders')
    .description('Of what is due and not paid, payers are reminded in steps.');
  reminders
    .command('list')
    .description('Reminders that were made')
    .option('--customer <key>', 'of one payer')
    .action(run(list));
  reminders
    .command('preview')
    .description('Who would be reminded, and why others are not; nothing is done')
    .option('--as-of <day>', 'of a day to come, such as 2026-12-15; today where left out')
    .action(run((session: Session, options: PreviewOptions) => remindAll(session, options)));
  reminders
    .command('send')
    .description('Make the reminders that are due: each once, however often it is repeated')
    .action(run((session: Session) => remindAll(session, undefined)));
  reminders
    .command('show')
    .description('One reminder; or its letter of today')
    .argument('<id>')
    .addOption(new Option('--format <format>', 'what it comes as').choices(['json', 'pdf']))
    .option('-o, --output <file>', 'where to write the letter')
    .action(run(show));
  reminders
    .command('pause')
    .description('Pause the reminders of an invoice, or go on with them where no day is given')
    .argument('<number>', 'of the invoice, or its id')
    .requiredOption('--reason <text>', 'why, for whoever audits it')
    .option('--until <day>', 'from this day on they may come again, such as 2026-12-15')
    .option('--key <key>', 'the same is the same pause; one of its own where left out')
    .action(run(pause));
}

interface PreviewOptions {
  readonly asOf?: string;
}

interface ShowOptions {
  readonly format?: 'json' | 'pdf';
  readonly output?: string;
}

interface PauseOptions {
  readonly reason: string;
  readonly until?: string;
  readonly key?: string;
}

const invoiceOf = (item: JsonObject): string => textAt(item['invoice'], 'number') ?? '';
const days: ItemColumn = {
  title: 'days',
  align: 'right',
  cell: (item) => String(numberAt(item, 'daysOverdue') ?? ''),
};
const level: ItemColumn = {
  title: 'step',
  align: 'right',
  cell: (item) => String(numberAt(item, 'level') ?? ''),
};
const ofInvoice: readonly ItemColumn[] = [
  { title: 'invoice', cell: invoiceOf },
  { title: 'customer', cell: (item) => textAt(item, 'customer') ?? '' },
  {
    title: 'due',
    align: 'right',
    cell: (item) => `${grouped(textAt(item, 'amountDue') ?? '')} ${textAt(item, 'currency') ?? ''}`,
  },
];
const because: ItemColumn = { title: 'because', cell: (item) => textAt(item, 'because') ?? '' };

const list = (session: Session, { customer }: { readonly customer?: string }): Promise<number> =>
  showList(session, { path: '/v1/reminders', member: 'reminders', query: { customer } }, [
    { title: 'reminder', cell: (item) => textAt(item, 'id') ?? '' },
    { title: 'day', cell: (item) => textAt(item, 'day') ?? '' },
    ...ofInvoice,
    level,
    days,
  ]);

/** All stretches, one after the other: what was made stays made, wherever it stops. */
async function remindAll(session: Session, dry: PreviewOptions | undefined): Promise<number> {
  const asked = dry === undefined ? {} : { dryRun: true, ...asOfIn(dry) };
  const made: JsonObject[] = [];
  const others: JsonObject[] = [];
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; ) {
    isFirst = false;
    const body = { ...asked, ...(cursor === undefined ? {} : { cursor }) };
    const answer = await post(session, '/v1/reminders', body);
    made.push(...listAt(answer, 'reminders').filter(isJsonObject));
    others.push(...listAt(answer, 'others').filter(isJsonObject));
    cursor = textAt(answer, 'nextCursor');
    if (cursor !== undefined) session.shell.err(`${made.length} so far\n`);
  }
  if (session.isJson) session.printJson({ reminders: made, others });
  else session.shell.out(runText({ made, others, isDry: dry !== undefined }));
  return exitCode.ok;
}

const asOfIn = ({ asOf }: PreviewOptions) => (asOf === undefined ? {} : { asOf });

function runText({
  made,
  others,
  isDry,
}: {
  readonly made: readonly JsonObject[];
  readonly others: readonly JsonObject[];
  readonly isDry: boolean;
}): string {
  const rows = (items: readonly JsonObject[], columns: readonly ItemColumn[]): string =>
    table(
      columns,
      items.map((item) => columns.map(({ cell }) => cell(item))),
    );
  const count = `${made.length} ${made.length === 1 ? 'reminder' : 'reminders'} ${isDry ? 'would be made' : 'made'}`;
  return [
    made.length === 0 ? '' : rows(made, [...ofInvoice, level, days]),
    others.length === 0 ? '' : `not reminded:\n${rows(others, [...ofInvoice, because])}`,
    `${count}\n`,
  ].join('');
}

async function show(session: Session, id: string, options: ShowOptions): Promise<number> {
  const path = `/v1/reminders/${encodeURIComponent(id)}`;
  const { format = 'json', output } = options;
  if (format === 'json') return showItemAt(session, path);
  if (isStandardOutput(output) && session.shell.isOutTerminal) {
    throw usageFailure('a PDF is nothing to read on a terminal: add -o letter.pdf');
  }
  const query = { format };
  const { bytes } = await session
    .api()
    .call({ method: 'GET', path, query, accept: 'application/pdf' });
  return writeOut(session, [bytes], output);
}

async function pause(session: Session, number: string, options: PauseOptions): Promise<number> {
  const { reason, until, key } = options;
  const path = `/v1/invoices/${encodeURIComponent(number)}/pauses`;
  const body = { reason, ...(until === undefined ? {} : { until }) };
  const answer = await postUnderKey(session, path, body, key);
  if (session.isJson) session.printJson(answer);
  else {
    const now = until === undefined ? 'not paused' : `paused until ${until}`;
    session.shell.out(`${printable(`reminders of ${number} are ${now}`)}\n`);
  }
  return exitCode.ok;
}
