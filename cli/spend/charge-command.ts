import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject, jsonFrom, textAt } from '../http/json.ts';
import { postUnderKey } from '../invoices/record-on.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';

export const payerArgument =
  'the key of a customer, or subject: and the subject that pays for itself';

export interface UseOptions {
  readonly quantity: string;
  readonly subject?: string;
  readonly dimension?: readonly string[];
  readonly eventData?: string;
  readonly key?: string;
}

/** What charges and holds are asked with. */
export const usingOptions = (command: Command, quantity: string): Command =>
  command
    .argument('<payer>', payerArgument)
    .argument('<meter>', 'what is used')
    .option('--quantity <units>', quantity, '1')
    .option('--subject <subject>', 'whose usage it is; needed where the payer pays for several')
    .option('--dimension <name=value...>', 'by which the meter keeps usage apart')
    .option(
      '--event-data <json>',
      'what else the event says: an object, such as \'{"path": "/a"}\'',
    )
    .option('--key <key>', 'the same is asked once; one of its own where left out');

export function addChargeCommand({ program, run }: CommandLine): void {
  usingOptions(
    program
      .command('charge')
      .description('Charge what is used now, if it fits what the payer may spend'),
    'how much is used',
  ).action(run(charge));
}

async function charge(
  session: Session,
  payer: string,
  meter: string,
  options: UseOptions,
): Promise<number> {
  const body = useBody(payer, meter, options);
  const answer = await postUnderKey(session, '/v1/charges', body, options.key);
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`charged ${moneyOf(answer)}${leftOf(answer)}\n`);
  return exitCode.ok;
}

/** What is asked for, as the interface takes it. */
export const useBody = (
  payer: string,
  meter: string,
  { quantity, subject, dimension = [], eventData }: UseOptions,
): JsonObject => ({
  ...{ payer, meter, quantity },
  ...(subject === undefined ? {} : { subject }),
  ...(dimension.length === 0 ? {} : { dimensions: Object.fromEntries(dimension.map(pairOf)) }),
  ...(eventData === undefined ? {} : { data: objectIn(eventData) }),
});

function objectIn(text: string): JsonObject {
  const data = jsonFrom(text);
  if (isJsonObject(data)) return data;
  throw usageFailure(`give --event-data as a JSON object, such as '{"path": "/a"}'; got ${text}`);
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw usageFailure(`give a dimension as name=value, such as format=pdf; got ${text}`);
}

/** `0.0119 EUR (0.01 net)`. */
export function moneyOf(answer: JsonObject): string {
  const [amount, net, currency] = [
    textAt(answer, 'amount') ?? '',
    textAt(answer, 'net') ?? '',
    textAt(answer, 'currency') ?? '',
  ];
  return printable(amount === net ? `${amount} ${currency}` : `${amount} ${currency} (${net} net)`);
}

/** What the payer has left, where anything bounds it. */
export function leftOf(answer: JsonObject): string {
  const left = textAt(answer, 'left');
  return left === undefined ? '' : printable(`; ${left} ${textAt(answer, 'currency') ?? ''} left`);
}
