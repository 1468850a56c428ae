import { Argument, Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { numberAt, textAt } from '../http/json.ts';
import { itemsOf } from '../http/pages.ts';
import { post } from '../invoices/record-on.ts';
import { grouped } from '../output/numbers.ts';
import { printable } from '../output/table.ts';
import { writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { showItemAt, showList } from '../show.ts';
import { addCommitCommands } from './commit-commands.ts';
import { prepareRun, proposeRun } from './prepare-run.ts';
import { putFile } from './put-file.ts';
import { showRun, standingOfRun } from './show-run.ts';

interface TellOptions {
  readonly reference: string;
  readonly on: string;
  readonly amount?: string;
  readonly reason?: string;
}

const runs = '/v1/payout-runs';
const settings = '/v1/payouts/settings';
const runPath = (id: string): string => `${runs}/${encodeURIComponent(id)}`;

export function addPayoutCommands(commands: CommandLine): void {
  const payouts = commands.program
    .command('payouts')
    .description('Payees are paid what they are owed, by runs that two keys agree to');
  addSettings(commands, payouts);
  addPreparing(commands, payouts);
  addMoving(commands, payouts);
  addTelling(commands, payouts);
  addCommitCommands(commands, payouts);
}

type Program = CommandLine['program'];

function addSettings({ run }: CommandLine, payouts: Program): void {
  payouts
    .command('settings')
    .description('Which account pays, from which amount on, after how many days, and when')
    .action(run((session) => showItemAt(session, settings)));
  payouts
    .command('set')
    .description('Say all of that: from, thresholds, fees, reserveDays, schedule, … as a JSON file')
    .argument('<file>')
    .action(
      run(async (session, file: string) => {
        const body = await putFile(session, settings, file);
        if (session.isJson) session.printJson(body);
        else session.shell.out(`payouts are as ${printable(file)} says\n`);
        return exitCode.ok;
      }),
    );
}

function addPreparing({ run }: CommandLine, payouts: Program): void {
  const choices = [
    () =>
      new Option('--rail <rail>', 'over which').choices(['sepa', 'manual', 'evm']).default('sepa'),
    () => new Option('--on <day>', 'when the bank is to pay; the next day it can where left out'),
    () => new Option('--payee <key...>', 'these alone'),
    () => new Option('--after <key>', 'payees past this one: where the run before was full'),
  ];
  const propose = payouts
    .command('propose')
    .description('Show what a run would pay, and whom not, and why')
    .action(run(proposeRun));
  const prepare = payouts
    .command('prepare')
    .description('Prepare a run, for another key to approve. Safe to repeat under its key')
    .option('--key <key>', 'what names the run; made up where left out')
    .action(run(prepareRun));
  for (const command of [propose, prepare]) {
    for (const option of choices) command.addOption(option());
  }
  payouts.command('list').description('The runs, the latest first').action(run(listRuns));
  payouts
    .command('show')
    .description('One run: what it pays, what was left out, and what became of it')
    .argument('<run>')
    .action(run((session, id: string) => showRun(session, runPath(id))));
  payouts
    .command('items')
    .description('The payouts of a run, and what became of each')
    .argument('<run>')
    .action(run(listItems));
  payouts
    .command('file')
    .description('The file of a run, for the bank: pain.001.001.09')
    .argument('<run>')
    .option('-o, --output <file>', 'where to write it; standard output where left out')
    .action(run(writeFileOf));
}

function addMoving({ run }: CommandLine, payouts: Program): void {
  payouts
    .command('approve')
    .description('Approve a run, with another key than the one that prepared it')
    .argument('<run>')
    .action(run((session, id: string) => moved(session, id, 'approve')));
  payouts
    .command('submit')
    .description('Take what an approved run pays from what is owed; then there is its file')
    .argument('<run>')
    .action(run((session, id: string) => moved(session, id, 'submit')));
  payouts
    .command('cancel')
    .description('Cancel a run of which nothing was taken')
    .argument('<run>')
    .action(run((session, id: string) => moved(session, id, 'cancel')));
}

function addTelling({ run }: CommandLine, payouts: Program): void {
  payouts
    .command('get')
    .description('One payout, and what became of it')
    .argument('<payout>', 'its id, or its reference')
    .action(
      run((session, of: string) => showItemAt(session, `/v1/payouts/${encodeURIComponent(of)}`)),
    );
  payouts
    .command('tell')
    .description('Say what became of payouts that is in no statement: paid by hand, or come back')
    .addArgument(new Argument('<what>').choices(['settled', 'returned']))
    .argument('<of>', 'a payout by its id or reference, or all of a run by its id')
    .requiredOption('--reference <text>', 'your own word for it: the same is the same')
    .requiredOption('--on <day>', 'the day of it')
    .option('--amount <decimal>', 'what was paid, without charges: refused where it is another')
    .option('--reason <text>', 'why it came back, such as AC04')
    .action(run(tell));
}

const listRuns = (session: Session): Promise<number> =>
  showList(
    session,
    { path: runs, member: 'runs' },
    [
      { title: 'run', cell: (one) => textAt(one, 'id') ?? '' },
      { title: 'rail', cell: (one) => textAt(one, 'rail') ?? '' },
      { title: 'status', cell: (one) => textAt(one, 'status') ?? '' },
      { title: 'made', cell: (one) => (textAt(one, 'madeAt') ?? '').slice(0, 10) },
      { title: 'payouts', align: 'right', cell: (one) => String(numberAt(one, 'count') ?? '') },
      { title: 'amount', align: 'right', cell: amountsOf },
    ],
    'no runs of payouts',
  );

const amountsOf = (one: unknown): string =>
  itemsOf(one, 'sums')
    .map((sum) => `${grouped(textAt(sum, 'amount') ?? '')} ${textAt(sum, 'currency') ?? ''}`)
    .join(', ');

const listItems = (session: Session, id: string): Promise<number> =>
  showList(session, { path: `${runPath(id)}/payouts`, member: 'payouts' }, [
    { title: 'payee', cell: (one) => textAt(one, 'payee') ?? '' },
    { title: '', cell: (one) => textAt(one, 'currency') ?? '' },
    { title: 'amount', align: 'right', cell: (one) => grouped(textAt(one, 'amount') ?? '') },
    { title: 'fee', align: 'right', cell: (one) => grouped(textAt(one, 'fee') ?? '') },
    { title: 'to', cell: (one) => lastFourOf(one['paidBy']) },
    { title: 'reference', cell: (one) => textAt(one, 'reference') ?? '' },
    { title: 'status', cell: (one) => textAt(one, 'status') ?? '' },
    {
      title: 'on',
      cell: (one) => textAt(one, 'returnedOn') ?? textAt(one, 'settledOn') ?? '',
    },
    { title: 'because', cell: (one) => textAt(one, 'reason') ?? '' },
  ]);

const lastFourOf = (paidBy: unknown): string => {
  const lastFour = textAt(paidBy, 'lastFour');
  return lastFour === undefined ? (textAt(paidBy, 'method') ?? '') : `…${lastFour}`;
};

async function writeFileOf(
  session: Session,
  id: string,
  { output }: { readonly output?: string },
): Promise<number> {
  const path = `${runPath(id)}/file`;
  const { bytes } = await session.api().call({ method: 'GET', path, accept: 'application/xml' });
  return writeOut(session, [bytes], output);
}

async function moved(
  session: Session,
  id: string,
  how: 'approve' | 'submit' | 'cancel',
): Promise<number> {
  const body = await post(session, `${runPath(id)}/${how}`, {});
  if (session.isJson) session.printJson(body);
  else session.shell.out(standingOfRun(body));
  return exitCode.ok;
}

async function tell(
  session: Session,
  kind: string,
  of: string,
  { reference, on, amount, reason }: TellOptions,
): Promise<number> {
  const body = await post(session, '/v1/payouts/outcomes', {
    ...{ kind, of, reference, on },
    ...(amount === undefined ? {} : { amount }),
    ...(reason === undefined ? {} : { reason }),
  });
  if (session.isJson) session.printJson(body);
  else {
    const count = numberAt(body, 'count') ?? 0;
    const told = itemsOf(body, 'payouts').map((one) => textAt(one, 'status') ?? '');
    const back = told.filter((status) => status === 'returned').length;
    const came = back === 0 || kind === 'returned' ? '' : `, ${back} of which came back before`;
    session.shell.out(`${count} ${count === 1 ? 'payout' : 'payouts'} ${printable(kind)}${came}\n`);
  }
  return exitCode.ok;
}
