import { Option } from 'commander';
import { type DocumentForm, documentForms } from '../../core/contract/invoices/invoice.ts';
import type { CommandLine } from '../command-line.ts';
import { usageFailure } from '../failure.ts';
import { isStandardOutput, writeOut } from '../output-file.ts';
import type { Session } from '../session.ts';
import { showList } from '../show.ts';
import { invoiceColumns } from './invoice-columns.ts';
import { documentRequest } from './keep-documents.ts';

interface ListOptions {
  readonly customer?: string;
  readonly period?: string;
  readonly status?: string;
}

interface DocumentOptions {
  readonly format: DocumentForm;
  readonly output?: string;
  readonly stamp?: boolean;
}

export function addInvoiceCommands({ program, run }: CommandLine): void {
  program
    .command('invoices')
    .description('Invoices, in the order of the books')
    .option('--customer <key>', 'only this customer’s')
    .option('--period <month>', 'only of this month, YYYY-MM')
    .addOption(
      new Option('--status <status>', 'only these; draft needs --period').choices([
        'draft',
        'issued',
        'overdue',
        'paid',
        'credited',
        'uncollectible',
        'void',
      ]),
    )
    .action(
      run(async (session, { customer, period, status }: ListOptions) => {
        const query = { customer, period, status };
        return showList(
          session,
          { path: '/v1/invoices', member: 'invoices', query },
          invoiceColumns,
        );
      }),
    );
  program
    .command('invoice')
    .description('One invoice or credit note, by number or id, as a document')
    .argument('<number>')
    .addOption(
      new Option('--format <format>', 'what it comes as').choices(documentForms).default('json'),
    )
    .option('-o, --output <file>', 'where to write it; standard output where left out')
    .option('--stamp', 'a void invoice as PDF: a copy that says so')
    .action(
      run(async (session, number: string, { format, output, stamp }: DocumentOptions) => {
        if (stamp === true && format !== 'pdf')
          throw usageFailure('--stamp goes with --format pdf');
        if (format === 'pdf') refuseTerminal(session, number, output);
        const { text, bytes } = await session.api().call({
          ...documentRequest(number, format),
          ...(stamp === true ? { query: { format, stamp: 'void' } } : {}),
        });
        const isEnded = format === 'pdf' || !isStandardOutput(output) || text.endsWith('\n');
        // Text that was decoded has lost its byte order mark, by which spreadsheets know a CSV.
        return writeOut(session, isEnded ? [bytes] : [bytes, '\n'], output);
      }),
    );
}

function refuseTerminal({ shell }: Session, number: string, output: string | undefined): void {
  if (!isStandardOutput(output) || !shell.isOutTerminal) return;
  throw usageFailure(`a PDF is nothing to read on a terminal: add -o ${number}.pdf`);
}
