import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { type JsonObject, textAt } from '../http/json.ts';
import { itemsOf, wholeList } from '../http/pages.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { showItemAt, showList } from '../show.ts';
import { textFile } from '../text-file.ts';
import { aTime, timeForms } from '../times.ts';
import { linesOf } from './lines-of.ts';

interface SubscribeOptions {
  readonly product?: string;
  readonly account?: string;
  readonly license?: string;
}

const path = '/v1/rails/marketplace';
const customerPath = (customer: string): string =>
  `${path}/customers/${encodeURIComponent(customer)}`;

export function addMarketplaceCommands({ program, run }: CommandLine): void {
  const marketplace = program
    .command('marketplace')
    .description('What is sold at AWS Marketplace: usage is reported there, and AWS bills it');
  marketplace
    .command('put')
    .description('Say what is sold: code, currency and dimensions of a product as a JSON file')
    .argument('<file>')
    .action(run(putProduct));
  marketplace
    .command('unset')
    .description('Sell nothing there any more; refused once anybody has subscribed')
    .action(run(unset));
  marketplace
    .command('subscribe')
    .description(
      'Bind a customer to its license: by the token that AWS sent its buyer with, on standard input',
    )
    .argument('<customer>')
    .option('--product <code>', 'of a product that is not the first')
    .option('--account <digits>', 'instead of a token: the AWS account that buys')
    .option('--license <arn>', 'and its license, where there is one')
    .action(run(subscribe));
  marketplace
    .command('end')
    .description(
      'Tell that AWS has taken a license away: its last usage is reported within the hour',
    )
    .argument('<customer>')
    .option('--at <time>', `when AWS has said so: ${timeForms}; now where left out`, aTime)
    .action(run(end));
  marketplace.command('list').description('Who buys at AWS Marketplace').action(run(list));
  marketplace
    .command('show')
    .description('By which license a customer buys, and what AWS has accepted')
    .argument('<customer>')
    .action(run((session, customer: string) => showItemAt(session, customerPath(customer))));
  marketplace
    .command('reports')
    .description('What AWS was told of each hour of a customer, and what became of it')
    .argument('<customer>')
    .action(run(reports));
  marketplace
    .command('entitlements')
    .description('What a customer may use by its contract, as AWS has it')
    .argument('<customer>')
    .action(run(entitlements));
}

async function putProduct(session: Session, file: string): Promise<number> {
  const { shell } = session;
  const body = await textFile(shell, file);
  const answer = await session.api().call({ method: 'PUT', path, body });
  if (session.isJson) session.printJson(answer.body);
  else {
    const codes = itemsOf(answer.body, 'products').map((one) => textAt(one, 'code') ?? '');
    for (const one of itemsOf(answer.body, 'warnings')) {
      shell.err(`warning: ${printable(file)}: ${printable(textAt(one, 'detail') ?? '')}\n`);
    }
    shell.out(`sold at AWS Marketplace: ${printable(codes.join(', '))}\n`);
  }
  return exitCode.ok;
}

async function unset(session: Session): Promise<number> {
  await session.api().call({ method: 'POST', path: `${path}/disconnect` });
  if (session.isJson) session.printJson({ rail: 'marketplace', connected: false });
  else session.shell.out('nothing is sold at AWS Marketplace\n');
  return exitCode.ok;
}

/** A token lets whoever has it be the buyer: so it is in no argument. */
async function subscribe(
  session: Session,
  customer: string,
  { product, account, license }: SubscribeOptions,
): Promise<number> {
  const { shell } = session;
  const named = {
    ...(product === undefined ? {} : { product }),
    ...(account === undefined ? {} : { account }),
    ...(license === undefined ? {} : { license }),
  };
  if (account !== undefined) return bound(session, customer, named);
  if (shell.isTerminal) shell.err('type the token\n');
  const [token = ''] = await linesOf(shell.stdin, 1);
  if (token === '') throw usageFailure('give the token in one line on standard input');
  return bound(session, customer, { ...named, token });
}

const bound = (session: Session, customer: string, body: object): Promise<number> =>
  said(session, { path: customerPath(customer), body });

const end = (session: Session, customer: string, { at }: { at?: string }): Promise<number> =>
  said(session, {
    path: `${customerPath(customer)}/end`,
    body: at === undefined ? {} : { at },
  });

async function said(
  session: Session,
  { path: at, body }: { readonly path: string; readonly body: object },
): Promise<number> {
  const request = { method: 'POST', path: at, body: JSON.stringify(body) } as const;
  const answer = await session.api().call(request);
  const text = (name: string): string => printable(textAt(answer.body, name) ?? '');
  if (session.isJson) session.printJson(answer.body);
  else {
    session.shell.out(
      `${text('customer')} is ${text('status')}: ${text('product')} by ${text('account')}\n`,
    );
  }
  return exitCode.ok;
}

const list = (session: Session): Promise<number> =>
  showList(
    session,
    { path: `${path}/customers`, member: 'customers' },
    [
      { title: 'customer', cell: (one) => textAt(one, 'customer') ?? '' },
      { title: 'status', cell: (one) => textAt(one, 'status') ?? '' },
      { title: 'product', cell: (one) => textAt(one, 'product') ?? '' },
      { title: 'account', cell: (one) => textAt(one, 'account') ?? '' },
      { title: 'since', cell: (one) => textAt(one, 'since') ?? '' },
      { title: 'accepted', cell: acceptedOf, align: 'right' },
    ],
    'nobody buys at AWS Marketplace',
  );

const acceptedOf = (one: JsonObject): string =>
  itemsOf(one, 'dimensions')
    .map(
      (dimension) =>
        `${textAt(dimension, 'accepted') ?? ''} ${textAt(dimension, 'dimension') ?? ''}`,
    )
    .join(', ');

async function reports(session: Session, customer: string): Promise<number> {
  const asked = { path: `${customerPath(customer)}/reports`, member: 'reports' };
  const { items } = await wholeList(session.api(), asked);
  if (session.isJson) {
    session.printJson({ reports: items });
    return exitCode.ok;
  }
  const rows = items.flatMap((report) =>
    itemsOf(report, 'lines').map((line) => [
      textAt(report, 'hour') ?? '',
      ...['dimension', 'units', 'status', 'reason'].map((name) => textAt(line, name) ?? ''),
    ]),
  );
  const columns = [
    { title: 'hour' },
    { title: 'dimension' },
    { title: 'units', align: 'right' as const },
    { title: 'status' },
    { title: 'because' },
  ];
  session.shell.out(rows.length === 0 ? 'AWS was told of nothing yet\n' : table(columns, rows));
  return exitCode.ok;
}

const entitlements = (session: Session, customer: string): Promise<number> =>
  showList(session, { path: `${customerPath(customer)}/entitlements`, member: 'entitlements' }, [
    { title: 'dimension', cell: (one) => textAt(one, 'dimension') ?? '' },
    { title: 'value', cell: (one) => textAt(one, 'value') ?? '', align: 'right' },
    { title: 'until', cell: (one) => textAt(one, 'expiresAt') ?? '' },
  ]);
