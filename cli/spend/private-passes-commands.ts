import { applyFile } from '../catalog/apply.ts';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { showList } from '../show.ts';
import { buyTokens } from './buy-private-tokens.ts';
import { payerArgument } from './charge-command.ts';

export const privatePasses = {
  path: '/v1/private-passes',
  lanes: 8,
  noun: 'private pass',
  kept: 'replaced',
} as const;
const KEYS_PATH = '/.well-known/private-token-issuer-directory';

export function addPrivatePassCommands({ program, run }: CommandLine): void {
  const command = program
    .command('private-passes')
    .description('Views that are paid before, so that nobody knows who uses them.');
  command
    .command('apply')
    .description('Offer the private passes of a file, or change what is offered')
    .argument('<file>', 'JSON array, or one object a line: {"key", "name", "meter", "issuer", …}')
    .action(run(async (session, file: string) => applyFile(session, file, privatePasses)));
  command
    .command('list')
    .description('The private passes that are offered, and what is sold now')
    .action(
      run(async (session) =>
        showList(session, { path: privatePasses.path, member: 'passes' }, [
          { title: 'key', cell: (pass) => textAt(pass, 'key') ?? '' },
          { title: 'name', cell: (pass) => textAt(pass, 'name') ?? '' },
          { title: 'of', cell: (pass) => textAt(pass, 'meter') ?? '' },
          { title: 'price', cell: priceOf, align: 'right' },
          { title: 'until', cell: untilOf },
        ]),
      ),
    );
  command
    .command('show')
    .description('How many views were sold, used and lost, month by month')
    .argument('<key>', 'the private pass, by its key')
    .action(run(showStanding));
  command
    .command('buy')
    .description('Buy private tokens for a payer, with money of its wallet')
    .argument('<payer>', payerArgument)
    .argument('<key>', 'the private pass, by its key')
    .option('--units <count>', 'how many, 150 at most; they are made here, and nobody sees them')
    .option('-o, --output <file>', 'where the tokens are written, one a line')
    .option('--requests <file>', 'JSON with keyId and requests that somebody else has made')
    .action(run(buyTokens));
  command
    .command('keys')
    .description('The public keys of private tokens, for whoever compares them')
    .action(run(showKeys));
}

const priceOf = ({ epoch }: JsonObject): string =>
  isJsonObject(epoch) ? `${textAt(epoch, 'price') ?? ''} ${textAt(epoch, 'currency') ?? ''}` : '';

const untilOf = ({ epoch, unsold }: JsonObject): string =>
  textAt(epoch, 'endsAt') ?? (typeof unsold === 'string' ? `not sold: ${unsold}` : 'not sold');

async function showStanding(session: Session, key: string): Promise<number> {
  const path = `${privatePasses.path}/${encodeURIComponent(key)}`;
  const { body } = await session.api().call({ method: 'GET', path });
  if (session.isJson) session.printJson(body);
  else session.shell.out(standingTable(body));
  return exitCode.ok;
}

const counts = ['crowd', 'sold', 'used', 'held', 'open', 'broken'] as const;
const amounts = ['paid', 'invoiced', 'earned', 'left'] as const;

function standingTable(body: unknown): string {
  const rows = listAt(body, 'epochs').filter(isJsonObject);
  if (rows.length === 0) return 'nothing was sold yet\n';
  const right = { align: 'right' } as const;
  return table(
    [
      { title: 'month' },
      ...[...counts, ...amounts].map((title) => ({ title, ...right })),
      { title: '' },
    ],
    rows.map((row) => [
      textAt(row, 'month') ?? '',
      ...counts.map((name) => String(numberAt(row, name) ?? '')),
      ...amounts.map((name) => textAt(row, name) ?? ''),
      textAt(row, 'currency') ?? '',
    ]),
  );
}

async function showKeys(session: Session): Promise<number> {
  const { body } = await session.api().call({ method: 'GET', path: KEYS_PATH });
  if (session.isJson) session.printJson(body);
  else {
    const keys = listAt(body, 'token-keys').map((key) => printable(textAt(key, 'token-key') ?? ''));
    session.shell.out(keys.map((key) => `${key}\n`).join(''));
  }
  return exitCode.ok;
}
