import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { addImportCommand } from './access-log/import-command.ts';
import { addAccountCommands } from './accounts/accounts-commands.ts';
import { addAdoptCommand } from './adoption/adopt-command.ts';
import { addAuditCommand } from './audit/audit-command.ts';
import { addBackfillCommands } from './backfills/backfills-commands.ts';
import { addBankCommands } from './bank/bank-commands.ts';
import { addBooksCommands } from './books/books-commands.ts';
import { addApplyCommand } from './catalog/apply-command.ts';
import { addCustomerCommands } from './catalog/customers-commands.ts';
import { addMeterCommands } from './catalog/meters-commands.ts';
import { addPlanCommands } from './catalog/plans-commands.ts';
import { addSettingsCommands } from './catalog/settings-commands.ts';
import { addClockCommands } from './clock/clock-commands.ts';
import type { CommandLine } from './command-line.ts';
import { addCompletionCommand } from './completion/completion-command.ts';
import { addCorrectionCommands } from './corrections/corrections-commands.ts';
import { addDlqCommands } from './dlq/dlq-commands.ts';
import { addDoctorCommand } from './doctor/doctor-command.ts';
import { addDropCommands } from './drops/drops-commands.ts';
import { addEventsCommand } from './events/events-command.ts';
import { addSendCommand } from './events/send-command.ts';
import { addExportCommands } from './exports/exports-commands.ts';
import { exitCode, Failure } from './failure.ts';
import { addGateCommands } from './gate/gate-commands.ts';
import { environmentHelp, helpStyle } from './help.ts';
import { namedOption } from './http/named-option.ts';
import { ProblemFailure } from './http/problem.ts';
import { addDocumentsCommand } from './invoices/documents-command.ts';
import { addExplainCommand } from './invoices/explain-command.ts';
import { addInvoiceCommands } from './invoices/invoices-commands.ts';
import { addPayCommand } from './invoices/pay-command.ts';
import { addPreviewCommand } from './invoices/preview-command.ts';
import { addRecordCommands } from './invoices/record-commands.ts';
import { addKeyCommands } from './keys/keys-commands.ts';
import { addLogCommands, addProofCommands } from './logs/logs-commands.ts';
import { addOpenApiCommand } from './openapi/openapi-command.ts';
import { addOtlpCommands } from './otlp/otlp-commands.ts';
import { addPayerCommands } from './payers/payers-commands.ts';
import { addPaymentCommands } from './payments/payments-commands.ts';
import { addPayoutCommands } from './payouts/payouts-commands.ts';
import { addQuarantineCommands } from './quarantine/quarantine-commands.ts';
import { addMandateCommands } from './rails/mandate-commands.ts';
import { addMarketplaceCommands } from './rails/marketplace-commands.ts';
import { addCollectCommands, addRailCommands } from './rails/rails-commands.ts';
import { addSepaCommands } from './rails/sepa-commands.ts';
import { addReceiptCommands } from './receipts/receipts-commands.ts';
import { addReconCommand } from './reconciliation/recon-command.ts';
import { addReminderCommands } from './reminders/reminders-commands.ts';
import { addReportsCommand } from './reports/reports-command.ts';
import { addBillCommand } from './runs/bill-command.ts';
import { addMonthCommand } from './runs/month-command.ts';
import { addRepeatsCommand } from './runs/repeats-command.ts';
import { type GlobalOptions, sessionFor } from './session.ts';
import { addPayeeCommands } from './shares/payees-commands.ts';
import { addShareCommands } from './shares/shares-commands.ts';
import type { Shell } from './shell.ts';
import { addBudgetCommands } from './spend/budgets-commands.ts';
import { addChargeCommand } from './spend/charge-command.ts';
import { addHoldCommands } from './spend/holds-commands.ts';
import { addPassCommands } from './spend/passes-commands.ts';
import { addPrivatePassCommands } from './spend/private-passes-commands.ts';
import { addWalletCommands } from './spend/wallets-commands.ts';
import { addInitCommand } from './starter/init-command.ts';
import { addTallyCommands } from './tallies/tallies-commands.ts';
import { addTotalsCommands } from './totals/totals-commands.ts';
import { addUnbilledCommands } from './unbilled/unbilled-commands.ts';
import { addUsageCommand } from './usage/usage-command.ts';
import { addWebhookCommands } from './webhooks/webhooks-commands.ts';
import { addWitnessCommands } from './witness/witness-commands.ts';

/** Runs one command line, without the program's name, to its exit code. */
export async function runFarthing(args: readonly string[], shell: Shell): Promise<number> {
  let code: number = exitCode.ok;
  const program = farthingProgram(shell, (answered) => {
    code = answered;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return exitCodeOf(error, shell, program.opts<GlobalOptions>());
  }
}

/** All commands with their options. `answer` is told how a command ended. */
export function farthingProgram(shell: Shell, answer: (code: number) => void): Command {
  const program = new Command('farthing')
    .description('Send usage, look at it, bill it, and look after a Farthing deployment.')
    .version(packageJson.version, '--version', 'which version this is')
    .helpOption('-h, --help', 'what there is, and how it is used')
    .option('--json', 'answer one JSON document instead of text for people')
    .option(
      '--data <dir>',
      'talk to the local stack that keeps its data there (default: .farthing)',
    )
    .option('--actor <name>', 'who you are, for the audit; else FARTHING_ACTOR')
    .configureHelp(helpStyle)
    .exitOverride()
    .showHelpAfterError('(add --help to see how it is used)')
    .configureOutput({ writeOut: shell.out, writeErr: shell.err })
    .addHelpText('after', `\n${environmentHelp}`);
  const cli: CommandLine = {
    program,
    run:
      (action) =>
      async (...args) => {
        const session = sessionFor(shell, program.opts<GlobalOptions>());
        // The command comes after its arguments and options.
        const done = action(session, ...args).catch((error: unknown) => {
          throw namedOption(error, args.at(-1));
        });
        answer(await done);
      },
  };
  for (const [heading, adders] of groups) {
    program.commandsGroup(heading);
    for (const add of adders) add(cli);
  }
  program.helpCommand('help [command]', 'What a command does, with its options');
  return program;
}

/** In the order in which a person comes to need them. */
const groups: readonly (readonly [string, readonly ((cli: CommandLine) => void)[]])[] = [
  ['To begin with:', [addInitCommand, addApplyCommand]],
  [
    'Events and usage:',
    [
      ...[addSendCommand, addImportCommand, addEventsCommand, addUsageCommand],
      ...[addTallyCommands, addQuarantineCommands, addCorrectionCommands, addBackfillCommands],
      addDropCommands,
    ],
  ],
  [
    'What is counted, who pays, and how much:',
    [
      addMeterCommands,
      addOtlpCommands,
      addCustomerCommands,
      addPlanCommands,
      addPayeeCommands,
      addShareCommands,
      addSettingsCommands,
    ],
  ],
  [
    'Before it is used:',
    [
      addChargeCommand,
      addHoldCommands,
      addGateCommands,
      addBudgetCommands,
      addWalletCommands,
      addPassCommands,
      addPrivatePassCommands,
      addReceiptCommands,
    ],
  ],
  [
    'A month and its invoices:',
    [
      addPreviewCommand,
      addBillCommand,
      addMonthCommand,
      addRepeatsCommand,
      addInvoiceCommands,
      addDocumentsCommand,
      addExplainCommand,
      addRecordCommands,
      addPayCommand,
      addBankCommands,
      addPaymentCommands,
      addCollectCommands,
      addMandateCommands,
      addSepaCommands,
      addMarketplaceCommands,
      addPayoutCommands,
      addReminderCommands,
      addUnbilledCommands,
    ],
  ],
  [
    'Books and checks:',
    [
      addAccountCommands,
      addBooksCommands,
      addReportsCommand,
      addTotalsCommands,
      addReconCommand,
      addExportCommands,
      addProofCommands,
      addLogCommands,
      addWitnessCommands,
    ],
  ],
  [
    'Who may, who did, and who is told:',
    [addKeyCommands, addAuditCommand, addPayerCommands, addWebhookCommands, addRailCommands],
  ],
  [
    'A deployment, and this program:',
    [
      addDoctorCommand,
      addDlqCommands,
      addAdoptCommand,
      addClockCommands,
      addOpenApiCommand,
      addCompletionCommand,
    ],
  ],
];

function exitCodeOf(error: unknown, shell: Shell, options: GlobalOptions): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  }
  if (!(error instanceof Failure)) throw error;
  const isForPrograms = options.json === true && error instanceof ProblemFailure;
  shell.err(isForPrograms ? `${JSON.stringify(error.problem)}\n` : `error: ${error.message}\n`);
  return error.exitCode;
}
