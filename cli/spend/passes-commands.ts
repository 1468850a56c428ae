import { applyFile } from '../catalog/apply.ts';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';
import { postUnderKey } from '../invoices/record-on.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { showList } from '../show.ts';
import { payerArgument } from './charge-command.ts';

export const passes = { path: '/v1/passes', lanes: 8, noun: 'pass', kept: 'replaced' } as const;

export function addPassCommands({ program, run }: CommandLine): void {
  const command = program
    .command('passes')
    .description('Units that payers pay before: so many, or all one can use in a month.');
  command
    .command('apply')
    .description('Offer the passes of a file, or change what is offered')
    .argument('<file>', 'JSON array, or one object a line: {"key", "name", "meter", …}')
    .action(run(async (session, file: string) => applyFile(session, file, passes)));
  command
    .command('list')
    .description('The passes that are offered')
    .action(
      run(async (session) =>
        showList(session, { path: passes.path, member: 'passes' }, [
          { title: 'key', cell: (pass) => textAt(pass, 'key') ?? '' },
          { title: 'name', cell: (pass) => textAt(pass, 'name') ?? '' },
          { title: 'of', cell: unitsOf, align: 'right' },
          { title: 'price', cell: priceOf, align: 'right' },
          { title: 'for', cell: daysOf },
        ]),
      ),
    );
  command
    .command('buy')
    .description('Buy a pass for a payer, with money of its wallet')
    .argument('<payer>', payerArgument)
    .argument('<pass>', 'the pass, by its key')
    .option('--key <key>', 'the same is bought once; one of its own where left out')
    .action(run(buyPass));
}

const unitsOf = (pass: JsonObject): string => {
  const units = textAt(pass, 'units');
  const meter = textAt(pass, 'meter') ?? '';
  return units === undefined
    ? `up to ${textAt(pass, 'ceiling') ?? ''} ${meter}`
    : `${units} ${meter}`;
};

const priceOf = ({ price }: JsonObject): string =>
  `${textAt(price, 'amount') ?? ''} ${textAt(price, 'currency') ?? ''}`;

function daysOf({ days, archived }: JsonObject): string {
  if (archived === true) return 'nobody any more';
  return typeof days === 'number' ? `${days} days` : 'the month';
}

async function buyPass(
  session: Session,
  payer: string,
  pass: string,
  { key }: { readonly key?: string },
): Promise<number> {
  const path = `/v1/payers/${encodeURIComponent(payer)}/passes`;
  const answer = await postUnderKey(session, path, { pass }, key);
  if (session.isJson) session.printJson(answer);
  else {
    const said = `${textAt(answer, 'name') ?? ''}: ${textAt(answer, 'units') ?? ''} of ${textAt(answer, 'meter') ?? ''} until ${textAt(answer, 'resetsAt') ?? ''}`;
    session.shell.out(`${printable(said)}\n`);
  }
  return exitCode.ok;
}

/** The passes of a payer, and what is left of them: the same as payers spend. */
export async function showPasses(session: Session, payer: string): Promise<number> {
  const path = `/v1/payers/${encodeURIComponent(payer)}/spend`;
  const { body } = await session.api().call({ method: 'GET', path });
  if (session.isJson) session.printJson({ passes: listAt(body, 'passes') });
  else session.shell.out(passTable(body));
  return exitCode.ok;
}

export function passTable(body: unknown): string {
  const rows = listAt(body, 'passes')
    .filter(isJsonObject)
    .map((one) =>
      ['name', 'meter', 'units', 'used', 'held', 'left', 'resetsAt'].map(
        (name) => textAt(one, name) ?? '',
      ),
    );
  if (rows.length === 0) return 'no passes\n';
  const right = { align: 'right' } as const;
  return table(
    [
      { title: 'pass' },
      { title: 'of' },
      { title: 'units', ...right },
      { title: 'used', ...right },
      { title: 'held', ...right },
      { title: 'left', ...right },
      { title: 'until' },
    ],
    rows,
  );
}
