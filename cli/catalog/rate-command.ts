import type { Command } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';
import { stepsTable } from '../invoices/explanation-report.ts';
import { grouped } from '../output/numbers.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { oneObjectIn } from './apply.ts';

interface RateOptions {
  readonly file?: string;
  readonly currency?: string;
  readonly from?: string;
  readonly quantity?: string;
  readonly events?: string;
  readonly values?: readonly string[];
}

/** What a quantity would cost: below `plans`. */
export function addRateCommand(plans: Command, run: CommandLine['run']): void {
  plans
    .command('rate')
    .description('What a quantity would cost in a month, and how that comes about')
    .argument('[plan]', 'by a charge of this plan')
    .argument('[charge]', 'the key of the charge: its meter’s, where it has none')
    .option('--file <file>', 'instead, by a charge as a plan has it: one JSON object')
    .option('--currency <code>', 'with --file: of its amounts')
    .option('--from <day>', 'of the version from then on (default: the one in force today)')
    .option('--quantity <quantity>', 'what the meter comes to')
    .option('--events <count>', 'how many events that were, where a price is for each')
    .option('--values <value...>', 'what each event says, where a price looks at each')
    .action(
      run(
        async (
          session,
          plan: string | undefined,
          charge: string | undefined,
          options: RateOptions,
        ) => ratePrice(session, { plan, charge }, options),
      ),
    );
}

interface Named {
  readonly plan: string | undefined;
  readonly charge: string | undefined;
}

async function ratePrice(session: Session, named: Named, options: RateOptions): Promise<number> {
  const { quantity, events, values } = options;
  if (events !== undefined && !/^\d{1,12}$/.test(events)) {
    throw usageFailure('--events: give a whole number');
  }
  const body = {
    ...(await chargeOf(session, named, options)),
    quantity,
    events: events === undefined ? undefined : Number.parseInt(events, 10),
    values,
  };
  const { body: answer } = await session.api().call({
    ...{ method: 'POST', path: '/v1/price-calculations' },
    body: JSON.stringify(body),
  });
  if (session.isJson) session.printJson(answer);
  else session.shell.out(isJsonObject(answer) ? reportOf(answer) : '');
  return exitCode.ok;
}

async function chargeOf(
  { shell }: Session,
  { plan, charge }: Named,
  { file, currency, from: effectiveFrom }: RateOptions,
): Promise<object> {
  if (file !== undefined && plan === undefined) {
    return { charge: await oneObjectIn(shell, file), currency };
  }
  if (file !== undefined || plan === undefined || charge === undefined) {
    throw usageFailure('name a plan and a charge of it, or give a --file with a charge');
  }
  return { plan: { key: plan, charge, effectiveFrom }, currency };
}

function reportOf(answer: JsonObject): string {
  const currency = textAt(answer, 'currency') ?? '';
  const lines = listAt(answer, 'lines').filter(isJsonObject);
  const tables = lines.map((line) =>
    [
      printable(`${textAt(line, 'description') ?? ''}: ${grouped(textAt(line, 'quantity') ?? '')}`),
      '',
      stepsTable(line),
    ].join('\n'),
  );
  const exactly = `exactly ${textAt(answer, 'ratedAmount') ?? ''} ${currency}`;
  const rounded = `on an invoice ${textAt(answer, 'amount') ?? ''}`;
  return `${tables.join('\n')}${printable(`${exactly}, ${rounded}`)}\n`;
}
