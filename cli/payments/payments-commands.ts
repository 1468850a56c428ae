import { Option } from 'commander';
import { paymentStatuses, reversalReasons } from '../../core/contract/payments/words.ts';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';
import { documentBy, post, postUnderKey } from '../invoices/record-on.ts';
import { printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import { showItem, showList } from '../show.ts';
import { appliedColumns, paymentColumns, standingOf, usesOf } from './payment-columns.ts';

type Commands = ReturnType<CommandLine['program']['command']>;
type Run = CommandLine['run'];

const received = 'the day, such as 2026-11-01, or the time; now where left out';
const ownReference = 'the rail’s own word for it, without spaces: the same counts once';
const ownKey = 'the same is the same application, and counts once; one of its own where left out';

export function addPaymentCommands({ program, run }: CommandLine): void {
  const payments = program
    .command('payments')
    .description('Money of payers: what it is applied to, what is left of it, what went back.');
  addLooking(payments, run);
  addRecording(payments, run);
  addApplying(payments, run);
  addGivingBack(payments, run);
}

function addLooking(payments: Commands, run: Run): void {
  payments
    .command('list', { isDefault: true })
    .description('Payments in the order of the books; where no command is given, too')
    .option('--customer <key>', 'only of this payer')
    .option('--unapplied', 'only those with unapplied money')
    .option('--invoice <number>', 'those that have paid this invoice, and how much of it each')
    .action(
      run(async (session, options: ListOptions) => {
        const { customer, unapplied, invoice } = options;
        if (invoice !== undefined) return listOfInvoice(session, invoice, options);
        const query = { customer, unapplied: unapplied === true ? 'true' : undefined };
        return showList(
          session,
          { path: '/v1/payments', member: 'payments', query },
          paymentColumns,
          () => nonePaid(session, customer),
        );
      }),
    );
  payments
    .command('show')
    .description(`One payment: ${paymentStatuses.join(', ')}`)
    .argument('<payment>', 'its id')
    .action(run(async (session, id: string) => showItem(session, '/v1/payments', id)));
}

interface ListOptions {
  readonly customer?: string;
  readonly unapplied?: true;
  readonly invoice?: string;
}

/** An invoice says itself what has paid it, the first first. */
async function listOfInvoice(
  session: Session,
  number: string,
  { customer, unapplied }: ListOptions,
): Promise<number> {
  if (customer !== undefined || unapplied !== undefined) {
    throw usageFailure(
      'give --invoice alone: an invoice has one customer, and its payments are applied',
    );
  }
  const { paymentState, currency } = await documentBy(session, number);
  const payments = listAt(paymentState, 'payments')
    .filter(isJsonObject)
    .map((payment) => ({ ...payment, currency: currency ?? '' }));
  if (session.isJson) session.printJson({ payments });
  else if (payments.length === 0) session.shell.out(`${printable(`no payments of ${number}`)}\n`);
  else {
    const rows = payments.map((one) => appliedColumns.map(({ cell }) => cell(one)));
    session.shell.out(table(appliedColumns, rows));
  }
  return exitCode.ok;
}

/** A name that is mistyped is not to look like a payer who paid nothing. */
async function nonePaid(session: Session, customer: string | undefined): Promise<string> {
  if (customer === undefined) return 'no payments';
  const query = { customer, limit: '1' };
  const { body } = await session.api().call({ method: 'GET', path: '/v1/invoices', query });
  return listAt(body, 'invoices').length > 0
    ? `no such payments of ${customer}`
    : `no payments, and no invoices either, of ${customer}: name the payer as its invoices have it`;
}

interface RecordOptions {
  readonly currency: string;
  readonly amount: string;
  readonly reference: string;
  readonly rail: string;
  readonly received?: string;
  readonly none?: true;
  readonly to?: readonly string[];
}

function addRecording(payments: Commands, run: Run): void {
  payments
    .command('record')
    .description(
      'Record money of a payer: for what is due first, where nothing else is said. Safe to repeat',
    )
    .argument('<customer>', 'the payer, as its invoices have it')
    .requiredOption('--amount <amount>', 'how much came, such as 12.50')
    .requiredOption('--currency <code>', 'such as EUR')
    .requiredOption('--reference <text>', ownReference)
    .option('--rail <name>', 'over which it came, such as bank or card', 'bank')
    .option('--received <day>', received)
    .option('--none', 'for no invoice yet: the next one uses it')
    .option('--to <invoice...>', 'for these invoices, in this order; or invoice=amount')
    .action(
      run(async (session, customer: string, options: RecordOptions) => {
        const { amount, currency, reference, rail, received: receivedAt } = options;
        const body = {
          ...{ customer, amount, currency, reference, rail, apply: useOf(options) },
          ...(receivedAt === undefined ? {} : { receivedAt }),
        };
        return report(session, await post(session, '/v1/payments', body), 'recorded');
      }),
    );
}

function useOf({ none, to }: RecordOptions): string | JsonObject[] {
  if (none === true && to !== undefined) {
    throw usageFailure('say --none, or what it is for with --to, and not both');
  }
  if (none === true) return 'none';
  return to === undefined ? 'oldest' : to.map(useFrom);
}

function useFrom(text: string): JsonObject {
  const [invoice = '', amount, ...more] = text.split('=');
  if (invoice === '' || amount === '' || more.length > 0) {
    throw usageFailure(
      `name an invoice, with an amount if it is less than all, such as INV-1=12.50; got ${text}`,
    );
  }
  return { invoice, ...(amount === undefined ? {} : { amount }) };
}

interface ApplyOptions {
  readonly amount?: string;
  readonly key?: string;
}

function addApplying(payments: Commands, run: Run): void {
  const ways = [
    [
      'apply',
      'applications',
      'Apply unapplied money to an invoice',
      'all that is unapplied and due',
    ],
    ['unapply', 'unapplications', 'Take back what is applied to an invoice', 'what is too much'],
  ] as const;
  for (const [name, what, description, otherwise] of ways) {
    payments
      .command(name)
      .description(description)
      .argument('<payment>', 'its id')
      .argument('<invoice>', 'its number or id')
      .option('--amount <amount>', `how much; ${otherwise}, where left out`)
      .option('--key <key>', ownKey)
      .action(
        run(async (session, id: string, invoice: string, { amount, key }: ApplyOptions) => {
          const body = { invoice, ...(amount === undefined ? {} : { amount }) };
          const answer = await postUnderKey(session, pathOf(id, what), body, key);
          return report(session, answer, name === 'apply' ? 'applied' : 'taken back');
        }),
      );
  }
}

interface RefundOptions {
  readonly amount: string;
  readonly reference: string;
  readonly rail: string;
  readonly refunded?: string;
}

interface ReverseOptions {
  readonly amount?: string;
  readonly reason: string;
  readonly reference: string;
  readonly reversed?: string;
}

interface MoveOptions {
  readonly amount?: string;
  readonly reference: string;
}

function addGivingBack(payments: Commands, run: Run): void {
  payments
    .command('refund')
    .description('Record that unapplied money was paid back. Safe to repeat with its reference')
    .argument('<payment>', 'its id')
    .requiredOption('--amount <amount>', 'how much went back, such as 12.50')
    .requiredOption('--reference <text>', ownReference)
    .option('--rail <name>', 'over which it went', 'bank')
    .option('--refunded <day>', received)
    .action(
      run(async (session, id: string, options: RefundOptions) => {
        const { amount, reference, rail, refunded: refundedAt } = options;
        const body = {
          amount,
          reference,
          rail,
          ...(refundedAt === undefined ? {} : { refundedAt }),
        };
        return report(session, await post(session, pathOf(id, 'refunds'), body), 'refunded');
      }),
    );
  payments
    .command('reverse')
    .description('Record that money was taken back. Safe to repeat with its reference')
    .argument('<payment>', 'its id')
    .addOption(
      new Option('--reason <reason>', 'why').choices(reversalReasons).makeOptionMandatory(),
    )
    .requiredOption('--reference <text>', ownReference)
    .option('--amount <amount>', 'how much; all that is left where left out')
    .option('--reversed <day>', received)
    .action(
      run(async (session, id: string, options: ReverseOptions) => {
        const { amount, reason, reference, reversed: reversedAt } = options;
        const body = {
          ...{ reason, reference },
          ...(amount === undefined ? {} : { amount }),
          ...(reversedAt === undefined ? {} : { reversedAt }),
        };
        return report(session, await post(session, pathOf(id, 'reversals'), body), 'reversed');
      }),
    );
  payments
    .command('move')
    .description('Move unapplied money to another payer. Safe to repeat with its reference')
    .argument('<payment>', 'its id')
    .argument('<customer>', 'the payer whose money it is')
    .requiredOption('--reference <text>', 'your word for it, without spaces: the same counts once')
    .option('--amount <amount>', 'how much; all that is unapplied where left out')
    .action(
      run(async (session, id: string, customer: string, options: MoveOptions) => {
        const { amount, reference } = options;
        const body = { customer, reference, ...(amount === undefined ? {} : { amount }) };
        return report(session, await post(session, pathOf(id, 'move'), body), 'moved');
      }),
    );
}

const pathOf = (id: string, what: string): string =>
  `/v1/payments/${encodeURIComponent(id)}/${what}`;

function report(session: Session, answer: JsonObject, done: string): number {
  if (session.isJson) session.printJson(answer);
  else {
    const payment = isJsonObject(answer['payment']) ? answer['payment'] : {};
    const isNew = answer['isNew'] !== false;
    const how = isNew ? done : `was ${done} before`;
    // Told again for something else, it is for what it was.
    const uses = isNew ? '' : usesOf(payment);
    const line = `${textAt(answer, 'id') ?? ''}: ${how}; ${standingOf(payment)}${uses}`;
    session.shell.out(`${printable(line)}\n`);
  }
  return exitCode.ok;
}
