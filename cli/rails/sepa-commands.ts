import { Argument } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { isJsonObject, type JsonObject, numberAt, textAt } from '../http/json.ts';
import { itemsOf } from '../http/pages.ts';
import { post, postUnderKey } from '../invoices/record-on.ts';
import { printable, table } from '../output/table.ts';
import { writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { showItemAt } from '../show.ts';
import { textFile } from '../text-file.ts';

interface ChoiceOptions {
  readonly due?: string;
  readonly invoice?: readonly string[];
}

interface PrepareOptions extends ChoiceOptions {
  readonly key?: string;
}

interface TellOptions {
  readonly reference: string;
  readonly on: string;
  readonly amount?: string;
  readonly reason?: string;
}

const path = '/v1/rails/sepa';
const batchPath = (id: string): string => `${path}/batches/${encodeURIComponent(id)}`;

export function addSepaCommands({ program, run }: CommandLine): void {
  const sepa = program
    .command('sepa')
    .description('Direct debits: files for your bank, by which it collects what is due');
  sepa
    .command('set')
    .description('Say who collects: name, identifier, iban, scheme, … as a JSON file')
    .argument('<file>')
    .action(run(setCreditor));
  sepa
    .command('unset')
    .description('Make no more batches; what became of those that there are is still taken')
    .action(run(unsetCreditor));
  const due = ['--due <day>', 'what falls due until this day; else until the day of it'] as const;
  const named = ['--invoice <number...>', 'these alone, whatever became of them before'] as const;
  sepa
    .command('propose')
    .description('Show what a batch of a day would collect, and what not, and why')
    .argument('<day>', 'on which banks settle, such as 2026-11-30')
    .option(...due)
    .option(...named)
    .action(run(propose));
  sepa
    .command('prepare')
    .description('Prepare the batch of a day. Safe to repeat under its key')
    .argument('<day>')
    .option(...due)
    .option(...named)
    .option('--key <key>', 'what names the batch beside its day; made up where left out')
    .action(run(prepare));
  sepa.command('list').description('The latest batches').action(run(listBatches));
  sepa
    .command('show')
    .description('One batch, and what became of all that is in it')
    .argument('<batch>')
    .action(run((session, id: string) => showItemAt(session, batchPath(id))));
  sepa
    .command('file')
    .description('The file of a batch, for the bank: pain.008.001.08')
    .argument('<batch>')
    .option('-o, --output <file>', 'where to write it; standard output where left out')
    .action(run(writeFileOf));
  sepa
    .command('submit')
    .description('Say that the bank has the file of a batch')
    .argument('<batch>')
    .action(run((session, id: string) => changed(session, id, 'submit')));
  sepa
    .command('cancel')
    .description('Cancel a batch that the bank has not')
    .argument('<batch>')
    .action(run((session, id: string) => changed(session, id, 'cancel')));
  sepa
    .command('tell')
    .description('Say what a bank has said that is in no statement, of a batch or a direct debit')
    .addArgument(new Argument('<what>').choices(['settled', 'returned', 'rejected']))
    .argument('<of>', 'the id of a batch, or an end-to-end id')
    .requiredOption('--reference <text>', 'your own word for it: the same is the same')
    .requiredOption('--on <day>', 'the day of it')
    .option('--amount <decimal>', 'what came or went back, without charges')
    .option('--reason <code>', 'why: a code of ISO 20022, such as AM04')
    .action(run(tell));
}

async function setCreditor(session: Session, file: string): Promise<number> {
  const body = await textFile(session.shell, file);
  const answer = await session.api().call({ method: 'PUT', path, body });
  if (session.isJson) session.printJson(answer.body);
  else {
    const identifier = printable(textAt(answer.body, 'identifier') ?? '');
    session.shell.out(`direct debits are collected by ${identifier}\n`);
  }
  return exitCode.ok;
}

async function unsetCreditor(session: Session): Promise<number> {
  await session.api().call({ method: 'POST', path: `${path}/disconnect` });
  if (session.isJson) session.printJson({ rail: 'sepa', connected: false });
  else session.shell.out('no more batches are made\n');
  return exitCode.ok;
}

async function propose(
  session: Session,
  day: string,
  { due, invoice }: ChoiceOptions,
): Promise<number> {
  const query = { collectOn: day, dueUntil: due, invoices: invoice?.join(',') };
  const { body } = await session.api().call({ method: 'GET', path: `${path}/proposal`, query });
  if (session.isJson) {
    session.printJson(body);
    return exitCode.ok;
  }
  session.shell.out(itemTable(itemsOf(body, 'items')));
  const left = itemsOf(body, 'leftOut');
  if (left.length > 0) {
    session.shell.out(
      table(
        [{ title: 'not' }, { title: 'of' }, { title: 'because' }],
        left.map((one) => ['number', 'customer', 'detail'].map((name) => textAt(one, name) ?? '')),
      ),
    );
  }
  session.shell.out(`${summaryOf(body)}\n`);
  return exitCode.ok;
}

const itemTable = (items: readonly JsonObject[]): string =>
  items.length === 0
    ? 'nothing to collect\n'
    : table(
        [
          { title: 'invoice' },
          { title: 'of' },
          { title: 'amount', align: 'right' },
          { title: 'mandate' },
          { title: 'end-to-end' },
          { title: 'status' },
          { title: 'because' },
        ],
        items.map((one) => [
          ...['number', 'customer', 'amount', 'mandate', 'endToEndId', 'status'].map(
            (name) => textAt(one, name) ?? '',
          ),
          becauseOf(one),
        ]),
      );

/** Of what is collected again, which time that is, and why it came back before; and why it came to nothing. */
function becauseOf(item: JsonObject): string {
  const retry = numberAt(item, 'retry');
  const before = textAt(item, 'retryReason');
  const retried = before === undefined ? `retry ${retry}` : `retry ${retry} (${before})`;
  const reason = textAt(item, 'reason');
  return [
    ...(retry === undefined ? [] : [retried]),
    ...(reason === undefined ? [] : [reason]),
  ].join('; ');
}

const summaryOf = (body: unknown): string =>
  `${isJsonObject(body) ? (numberAt(body, 'count') ?? 0) : 0} direct debits, ${printable(textAt(body, 'total') ?? '0.00')} EUR, on ${printable(textAt(body, 'collectOn') ?? '')}`;

async function prepare(
  session: Session,
  day: string,
  { due, invoice, key }: PrepareOptions,
): Promise<number> {
  const asked = {
    collectOn: day,
    ...(due === undefined ? {} : { dueUntil: due }),
    ...(invoice === undefined ? {} : { invoices: [...invoice] }),
  };
  const body = await postUnderKey(session, `${path}/batches`, asked, key);
  if (session.isJson) session.printJson(body);
  else {
    session.shell.out(itemTable(itemsOf(body, 'items')));
    session.shell.out(`${printable(textAt(body, 'id') ?? '')}: ${summaryOf(body)}\n`);
  }
  return exitCode.ok;
}

async function listBatches(session: Session): Promise<number> {
  const { body } = await session.api().call({ method: 'GET', path: `${path}/batches` });
  const batches = itemsOf(body, 'batches');
  if (session.isJson) session.printJson({ batches });
  else if (batches.length === 0) session.shell.out('no batches\n');
  else {
    const rows = batches.map((one) => [
      ...['id', 'status', 'collectOn'].map((name) => textAt(one, name) ?? ''),
      String(numberAt(one, 'count') ?? ''),
      textAt(one, 'total') ?? '',
      one['credited'] === true ? 'credited' : '',
    ]);
    const titles = ['batch', 'status', 'on'].map((title) => ({ title }));
    const sums = ['count', 'euro'].map((title) => ({ title, align: 'right' as const }));
    session.shell.out(table([...titles, ...sums, { title: 'money' }], rows));
  }
  return exitCode.ok;
}

async function writeFileOf(
  session: Session,
  id: string,
  { output }: { readonly output?: string },
): Promise<number> {
  const request = {
    method: 'GET',
    path: `${batchPath(id)}/file`,
    accept: 'application/xml',
  } as const;
  const { bytes } = await session.api().call(request);
  return writeOut(session, [bytes], output);
}

async function changed(session: Session, id: string, how: 'submit' | 'cancel'): Promise<number> {
  const body = await post(session, `${batchPath(id)}/${how}`, {});
  if (session.isJson) session.printJson(body);
  else session.shell.out(`${printable(id)} is ${printable(textAt(body, 'status') ?? '')}\n`);
  return exitCode.ok;
}

async function tell(
  session: Session,
  kind: string,
  of: string,
  { reference: bankEntry, on, amount, reason }: TellOptions,
): Promise<number> {
  const body = await post(session, `${path}/outcomes`, {
    ...{ kind, of, bankEntry, on },
    ...(amount === undefined ? {} : { amount }),
    ...(reason === undefined ? {} : { reason }),
  });
  if (session.isJson) session.printJson(body);
  else {
    const told = itemsOf(body, 'collections').map((one) => printable(standingOf(one)));
    session.shell.out(`${told.length === 0 ? 'it is known' : told.join('\n')}\n`);
  }
  return exitCode.ok;
}

/** What came back was settled before, and stays so: its invoice is due again. */
function standingOf(collection: JsonObject): string {
  const text = (name: string) => textAt(collection, name) ?? '';
  if (text('returnedOn') === '') return `${text('reference')} is ${text('status')}`;
  const reason = text('reason') === '' ? '' : ` (${text('reason')})`;
  if (text('status') === 'settled') return `${text('reference')} came back${reason}`;
  return text('status') === 'submitted'
    ? `${text('reference')} came back${reason}: it waits for the statement by which its money came`
    : `${text('reference')} is ${text('status')}${reason}: it came back, and no money had come`;
}
