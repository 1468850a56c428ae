import { applyFile } from '../catalog/apply.ts';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';
import { grouped } from '../output/numbers.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { showItem, showList } from '../show.ts';
import { showShareMonth, showShareMonths, startShareRun } from './share-months.ts';

/** One after the other: a share may name those before it. */
export const shares = { path: '/v1/shares', lanes: 1, noun: 'share', kept: 'replaced' } as const;

export function addShareCommands({ program, run }: CommandLine): void {
  const command = program
    .command('shares')
    .description('Who has which part of what usage comes to.');
  command
    .command('apply')
    .description('Create the shares of a file, or add versions to them')
    .argument('<file>', 'JSON array, or one object a line: {"key", "of", "versions": […]}')
    .action(run(async (session, file: string) => applyFile(session, file, shares)));
  command
    .command('list')
    .description('All shares')
    .action(
      run(async (session) =>
        showList(session, { path: shares.path, member: 'shares' }, [
          { title: 'key', cell: (share) => textAt(share, 'key') ?? '' },
          { title: 'name', cell: (share) => textAt(share, 'name') ?? '' },
          { title: 'of', cell: usageOf },
          { title: 'versions from', cell: versionsOf },
        ]),
      ),
    );
  command
    .command('get')
    .description('One share with all its versions')
    .argument('<key>')
    .action(run(async (session, key: string) => showItem(session, shares.path, key)));
  command
    .command('months')
    .description('The months in which payees earn, and where each stands')
    .action(run(showShareMonths));
  command
    .command('month')
    .description('One month in which payees earn: what was shared, and who has it')
    .argument('<month>', 'YYYY-MM')
    .action(run(showShareMonth));
  command
    .command('run')
    .description('Find out again what a month is worth to payees, of every payer that is closed')
    .requiredOption('--period <month>', 'YYYY-MM')
    .action(run(startShareRun));
  command
    .command('of')
    .description('Who has which share in what a customer used in a month, as of now')
    .argument('<customer>', 'its key, or subject: and the subject that pays for itself')
    .requiredOption('--period <month>', 'YYYY-MM')
    .action(run(showSharedMonth));
}

function usageOf({ of }: JsonObject): string {
  const meter = textAt(of, 'meter');
  return meter === undefined ? '' : `${meter} by ${textAt(of, 'dimension') ?? ''}`;
}

const versionsOf = (share: JsonObject): string =>
  listAt(share, 'versions')
    .map((version) => textAt(version, 'effectiveFrom') ?? '')
    .join(' ');

async function showSharedMonth(
  session: Session,
  customer: string,
  { period }: { readonly period: string },
): Promise<number> {
  const { body } = await session.api().call({
    method: 'GET',
    path: `/v1/customers/${encodeURIComponent(customer)}/shares`,
    query: { period },
  });
  if (session.isJson) session.printJson(body);
  else if (isJsonObject(body)) session.shell.out(`${valuesIn(body)}\n${partsIn(body)}`);
  return exitCode.ok;
}

const right = { align: 'right' } as const;

function valuesIn(body: JsonObject): string {
  const lines = listAt(body, 'lines').filter(isJsonObject);
  if (lines.length === 0)
    return `${printable(textAt(body, 'customer') ?? '')}: nothing is shared\n`;
  const rows = lines.map((line) => [
    textAt(line, 'value') ?? '',
    textAt(line, 'share') ?? '',
    grouped(textAt(line, 'quantity') ?? ''),
    grouped(textAt(line, 'amount') ?? ''),
  ]);
  const currency = textAt(body, 'currency') ?? '';
  return table(
    [
      { title: 'used' },
      { title: 'share' },
      { title: 'quantity', ...right },
      { title: currency, ...right },
    ],
    rows,
  );
}

function partsIn(body: JsonObject): string {
  const payees = listAt(body, 'payees').filter(isJsonObject);
  const rows = [
    ...payees.map((one) => [
      textAt(one, 'payee') ?? '',
      one['known'] === true ? '' : 'no such payee: it waits',
      grouped(textAt(one, 'amount') ?? ''),
    ]),
    ['platform', '', grouped(textAt(body, 'platform') ?? '')],
    ['of no share', '', grouped(textAt(body, 'unshared') ?? '')],
    ['together', '', grouped(textAt(body, 'amount') ?? '')],
  ];
  const currency = textAt(body, 'currency') ?? '';
  return table([{ title: 'has' }, { title: '' }, { title: currency, ...right }], rows);
}
