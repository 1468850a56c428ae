import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { textAt } from '../http/json.ts';
import { post, postUnderKey } from '../invoices/record-on.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { type ItemColumn, showItem, showList } from '../show.ts';
import {
  leftOf,
  moneyOf,
  payerArgument,
  type UseOptions,
  useBody,
  usingOptions,
} from './charge-command.ts';

interface HoldOptions extends UseOptions {
  readonly expiresIn?: string;
  readonly lease?: true;
}

interface CaptureOptions {
  readonly quantity: string;
  readonly keep?: true;
  readonly key?: string;
}

const holdArgument = 'its id';

export function addHoldCommands({ program, run }: CommandLine): void {
  const holds = program
    .command('holds')
    .description('What payers hold before they use it, and what becomes of it.');
  holds
    .command('list')
    .description('The holds of a payer that can be captured')
    .argument('<payer>', payerArgument)
    .action(run(listHolds));
  holds
    .command('get')
    .description('One hold, as it is now')
    .argument('<hold>', holdArgument)
    .action(run((session, id: string) => showItem(session, '/v1/holds', id)));
  usingOptions(
    holds.command('create').description('Hold what may be used, if it fits: prints its id'),
    'how much may be used',
  )
    .option('--expires-in <seconds>', 'until it ends by itself; 900 where left out')
    .option('--lease', 'it is captured in parts')
    .action(run(createHold));
  holds
    .command('capture')
    .description('Charge what was used of a hold, and give back the rest')
    .argument('<hold>', holdArgument)
    .requiredOption('--quantity <units>', 'how much was used')
    .option('--keep', 'what is left stays held: of a lease')
    .option('--key <key>', 'of a part: the same is captured once; one of its own where left out')
    .action(run(captureHold));
  holds
    .command('release')
    .description('Give back all that is held')
    .argument('<hold>', holdArgument)
    .action(run(releaseHold));
}

const columns: readonly ItemColumn[] = [
  { title: 'id', cell: (one) => textAt(one, 'id') ?? '' },
  { title: 'status', cell: (one) => textAt(one, 'status') ?? '' },
  { title: 'meter', cell: (one) => textAt(one, 'meter') ?? '' },
  { title: 'subject', cell: (one) => textAt(one, 'subject') ?? '' },
  { title: 'held', cell: (one) => textAt(one, 'left') ?? '', align: 'right' },
  { title: 'since', cell: (one) => textAt(one, 'createdAt') ?? '' },
  { title: 'until', cell: (one) => textAt(one, 'endsAt') ?? '' },
];

const listHolds = (session: Session, payer: string): Promise<number> =>
  showList(
    session,
    { path: `/v1/payers/${encodeURIComponent(payer)}/holds`, member: 'holds' },
    columns,
    `${payer} holds nothing`,
  );

async function createHold(
  session: Session,
  payer: string,
  meter: string,
  options: HoldOptions,
): Promise<number> {
  const { expiresIn, lease, key } = options;
  const body = {
    ...useBody(payer, meter, options),
    ...(expiresIn === undefined ? {} : { expiresIn: Number(expiresIn) }),
    ...(lease === undefined ? {} : { lease }),
  };
  const answer = await postUnderKey(session, '/v1/holds', body, key);
  if (session.isJson) session.printJson(answer);
  else {
    const [id = '', until = ''] = [textAt(answer, 'id'), textAt(answer, 'endsAt')];
    session.shell.out(
      `${printable(id)} is held until ${printable(until)}: ${moneyOf(answer)}${leftOf(answer)}\n`,
    );
  }
  return exitCode.ok;
}

async function captureHold(
  session: Session,
  id: string,
  { quantity, keep, key }: CaptureOptions,
): Promise<number> {
  const path = `${pathOf(id)}/capture`;
  const body = { quantity, ...(keep === undefined ? {} : { keep }) };
  const answer = await postUnderKey(session, path, body, key);
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`captured ${moneyOf(answer)}${leftOf(answer)}\n`);
  return exitCode.ok;
}

async function releaseHold(session: Session, id: string): Promise<number> {
  const answer = await post(session, `${pathOf(id)}/release`, {});
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`${printable(id)} is released\n`);
  return exitCode.ok;
}

const pathOf = (id: string): string => `/v1/holds/${encodeURIComponent(id)}`;
