import { Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import type { JsonObject } from '../http/json.ts';
import { postUnderKey } from '../invoices/record-on.ts';
import type { Session } from '../session.ts';
import { payerArgument } from './charge-command.ts';
import { showSpend } from './spend-report.ts';

interface SetOptions {
  readonly amount?: string;
  readonly currency?: string;
  readonly units?: string;
  readonly meter?: string;
  readonly every: string;
  readonly soft?: true;
}

export function addBudgetCommands({ program, run }: CommandLine): void {
  const budgets = program
    .command('budgets')
    .description('What payers may spend, by day, week or month; payers spend has what is left.');
  budgets
    .command('set')
    .description('Set what a payer may spend, over what is set under the same key')
    .argument('<payer>', payerArgument)
    .argument('<key>', 'its name, such as daily')
    .option('--amount <amount>', 'how much money, with tax, such as 1.00')
    .option('--currency <code>', 'of that amount, such as EUR')
    .option('--units <units>', 'how many units of a meter, instead of money')
    .option('--meter <meter>', 'only what is used of it counts')
    .addOption(
      new Option('--every <interval>', 'when it begins anew')
        .choices(['day', 'week', 'month', 'ever'])
        .default('month'),
    )
    .option('--soft', 'refuse nothing, and tell how far it is used')
    .action(run(setBudget));
  budgets
    .command('remove')
    .description('Take a budget away')
    .argument('<payer>', payerArgument)
    .argument('<key>', 'its name')
    .action(run(removeBudget));
  budgets
    .command('list')
    .description('The budgets of a payer, and what is left of them: the same as payers spend')
    .argument('<payer>', payerArgument)
    .action(run(showSpend));
}

async function setBudget(
  session: Session,
  payer: string,
  key: string,
  options: SetOptions,
): Promise<number> {
  const { meter, every, soft } = options;
  const body = {
    ...{ limit: limitOf(options), every, hard: soft !== true },
    ...(meter === undefined ? {} : { meter }),
  };
  const request = { method: 'PUT', path: pathOf(payer, key), body: JSON.stringify(body) } as const;
  const answer = await session.api().call(request);
  if (session.isJson) session.printJson(answer.body);
  else session.shell.out(`the budget ${key} of ${payer} is set\n`);
  return exitCode.ok;
}

function limitOf({ amount, currency, units, meter }: SetOptions): JsonObject {
  if (units === undefined && amount !== undefined && currency !== undefined)
    return { amount, currency };
  if (units !== undefined && meter !== undefined && amount === undefined) return { units, meter };
  throw usageFailure('say how much: --amount and --currency, or --units and --meter');
}

async function removeBudget(session: Session, payer: string, key: string): Promise<number> {
  const answer = await postUnderKey(session, `${pathOf(payer, key)}/remove`, {});
  if (session.isJson) session.printJson(answer);
  else session.shell.out(`the budget ${key} of ${payer} is taken away\n`);
  return exitCode.ok;
}

const pathOf = (payer: string, key: string): string =>
  `/v1/payers/${encodeURIComponent(payer)}/budgets/${encodeURIComponent(key)}`;
