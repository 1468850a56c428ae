import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { textAt } from '../http/json.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { showList } from '../show.ts';

interface PutOptions {
  readonly name: string;
  readonly iban: string;
  readonly bic?: string;
  readonly signed: string;
  readonly scheme: string;
}

export function addMandateCommands({ program, run }: CommandLine): void {
  const mandates = program
    .command('mandates')
    .description('What customers have signed, so that what is due is taken from their accounts');
  mandates
    .command('list')
    .description('The mandates of a customer')
    .argument('<customer>')
    .action(run(listMandates));
  mandates
    .command('put')
    .description(
      'Keep a mandate, or what has changed of it; then nothing blocks it any more. Safe to repeat',
    )
    .argument('<customer>')
    .argument('<reference>', 'your own word for it, which no other has')
    .requiredOption('--name <name>', 'whose account it is')
    .requiredOption('--iban <iban>', 'the account')
    .option('--bic <bic>', 'its bank; the IBAN says it too')
    .requiredOption('--signed <day>', 'the day of the signature')
    .addOption(
      new Option('--scheme <scheme>', 'of anybody, or of companies alone')
        .choices(['CORE', 'B2B'])
        .default('CORE'),
    )
    .action(run(putMandate));
  mandates
    .command('revoke')
    .description('Collect no more by a mandate. There is no way back')
    .argument('<customer>')
    .argument('<reference>')
    .action(run(revokeMandate));
}

const pathOf = (customer: string, reference?: string): string =>
  `/v1/customers/${encodeURIComponent(customer)}/mandates${reference === undefined ? '' : `/${encodeURIComponent(reference)}`}`;

const listMandates = (session: Session, customer: string): Promise<number> =>
  showList(session, { path: pathOf(customer), member: 'mandates' }, [
    { title: 'reference', cell: (one) => textAt(one, 'reference') ?? '' },
    { title: 'status', cell: (one) => textAt(one, 'status') ?? '' },
    { title: 'scheme', cell: (one) => textAt(one, 'scheme') ?? '' },
    { title: 'name', cell: (one) => textAt(one, 'name') ?? '' },
    { title: 'account', cell: (one) => textAt(one, 'iban') ?? '' },
    { title: 'signed', cell: (one) => textAt(one, 'signedAt') ?? '' },
    { title: 'used', cell: (one) => textAt(one, 'usedOn') ?? '' },
    { title: 'because', cell: (one) => textAt(one, 'reason') ?? '' },
  ]);

async function putMandate(
  session: Session,
  customer: string,
  reference: string,
  { name, iban, bic, signed, scheme }: PutOptions,
): Promise<number> {
  const body = JSON.stringify({
    ...{ name, iban: iban.replaceAll(' ', ''), signedAt: signed, scheme },
    ...(bic === undefined ? {} : { bic }),
  });
  const path = pathOf(customer, reference);
  return said(session, (await session.api().call({ method: 'PUT', path, body })).body);
}

async function revokeMandate(
  session: Session,
  customer: string,
  reference: string,
): Promise<number> {
  const path = `${pathOf(customer, reference)}/revoke`;
  return said(session, (await session.api().call({ method: 'POST', path })).body);
}

function said(session: Session, body: unknown): number {
  const text = (name: string): string => printable(textAt(body, name) ?? '');
  if (session.isJson) session.printJson(body);
  else session.shell.out(`${text('reference')} of ${text('customer')} is ${text('status')}\n`);
  return exitCode.ok;
}
