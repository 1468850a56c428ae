import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';
import { unitsOf } from '../output/decimals.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { documentBy, paymentBy, post } from './record-on.ts';

interface PayOptions {
  readonly reference: string;
  readonly rail: string;
  readonly amount?: string;
  readonly received?: string;
}

export function addPayCommand({ program, run }: CommandLine): void {
  program
    .command('pay')
    .description('Record a payment of an invoice. Safe to repeat with the same reference')
    .argument('<number>')
    .requiredOption(
      '--reference <text>',
      'the rail’s own word for it, without spaces: the same is the same payment, and counts once',
    )
    .option('--rail <name>', 'over which it came, such as bank or card', 'bank')
    .option('--amount <amount>', 'how much came, such as 12.50; all that is due where left out')
    .option(
      '--received <day>',
      'the day it came, such as 2026-11-01, or the time, such as 2026-11-01T09:30:00Z; now where left out',
    )
    .action(run(pay));
}

async function pay(session: Session, number: string, options: PayOptions): Promise<number> {
  const { reference, rail, received } = options;
  const invoice = await documentBy(session, number);
  const amount = options.amount ?? (await amountOf(session, invoice, { rail, reference, number }));
  const path = `/v1/invoices/${encodeURIComponent(textAt(invoice, 'id') ?? number)}/payments`;
  const body = {
    rail,
    reference,
    amount,
    ...(received === undefined ? {} : { receivedAt: received }),
  };
  const answer = await post(session, path, body);
  if (session.isJson) session.printJson(answer);
  else {
    const left = await unappliedOf(session, answer, amount);
    session.shell.out(`${printable(`${reportOf(answer, amount)}${left}`)}\n`);
  }
  return exitCode.ok;
}

/** What the invoice had no use for; where all of it is applied, the answer says so by itself. */
async function unappliedOf(
  session: Session,
  { id, invoice }: JsonObject,
  amount: string,
): Promise<string> {
  const { paymentState, currency } = isJsonObject(invoice) ? invoice : {};
  const applied = listAt(paymentState, 'payments').find((one) => textAt(one, 'id') === id);
  if (unitsOf(textAt(applied, 'amount')) === unitsOf(amount)) return '';
  const left = textAt(await paymentBy(session, String(id)), 'amountUnapplied') ?? '0';
  return unitsOf(left) === 0n ? '' : `; ${left} ${String(currency)} unapplied`;
}

/** What is due; where the payment is there already, what it was, so that it can be said again. */
async function amountOf(
  session: Session,
  { paymentState }: JsonObject,
  { rail, reference, number }: Pick<PayOptions, 'rail' | 'reference'> & { readonly number: string },
): Promise<string> {
  const same = listAt(paymentState, 'payments').find(
    (one) => textAt(one, 'rail') === rail && textAt(one, 'reference') === reference,
  );
  // Of one that was too much, the invoice has what is applied to it.
  const whole = same === undefined ? undefined : await paymentBy(session, textAt(same, 'id') ?? '');
  const amount = textAt(whole, 'amount') ?? textAt(paymentState, 'amountDue');
  if (amount !== undefined && /[1-9]/.test(amount) && !amount.startsWith('-')) return amount;
  const due = amount === undefined ? 'it is no issued invoice' : `${amount} is due`;
  throw usageFailure(`say how much came with --amount: of ${number}, ${due}`);
}

function reportOf({ isNew, invoice }: JsonObject, amount: string): string {
  const state = (invoice as JsonObject | undefined)?.['paymentState'];
  const [name, currency] = [textAt(invoice, 'number') ?? '', textAt(invoice, 'currency') ?? ''];
  const standing = `${textAt(state, 'status') ?? ''}, ${textAt(state, 'amountDue') ?? ''} ${currency} due`;
  return `${name}: ${amount} ${currency} ${isNew === false ? 'was recorded before' : 'recorded'}; ${standing}`;
}
