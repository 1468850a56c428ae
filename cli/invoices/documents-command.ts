import { resolve } from 'node:path';
import { Option } from 'commander';
import { type DocumentForm, documentForms } from '../../core/contract/invoices/invoice.ts';
import type { CommandLine } from '../command-line.ts';
import { exitCode } from '../failure.ts';
import { textAt } from '../http/json.ts';
import { wholeList } from '../http/pages.ts';
import { counted } from '../output/numbers.ts';
import { progressBar } from '../output/progress.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import { keepDocuments } from './keep-documents.ts';

interface DocumentsOptions {
  readonly period: string;
  readonly customer?: string;
  readonly format: DocumentForm;
  readonly output: string;
}

export function addDocumentsCommand({ program, run }: CommandLine): void {
  program
    .command('documents')
    .description('The invoices of a month as files, named by their numbers; goes on where it was')
    .requiredOption('--period <month>', 'YYYY-MM')
    .option('--customer <key>', 'only this customer’s')
    .addOption(
      new Option('--format <format>', 'what they come as').choices(documentForms).default('pdf'),
    )
    .option('-o, --output <folder>', 'where to write them', 'documents')
    .action(run(keepMonth));
}

async function keepMonth(session: Session, options: DocumentsOptions): Promise<number> {
  const { shell } = session;
  const { period, customer, format: form, output } = options;
  const api = session.api();
  const query = { period, customer };
  const { items } = await wholeList(api, { path: '/v1/invoices', member: 'invoices', query });
  // Drafts have no number, and no form that stays.
  const numbers = items.flatMap((invoice) => textAt(invoice, 'number') ?? []);
  const bar = progressBar(shell, `documents of ${period}`);
  const folder = resolve(shell.workingDirectory, output);
  const kept = await keepDocuments(api, {
    folder,
    numbers,
    form,
    onProgress: bar.update,
  }).finally(bar.end);
  const code = kept.problems.length === 0 ? exitCode.ok : exitCode.failed;
  if (session.isJson) {
    session.printJson({ folder, ...kept });
    return code;
  }
  if (numbers.length === 0) {
    shell.out(`${period}: no invoice is issued\n`);
    return code;
  }
  for (const problem of kept.problems) shell.err(`${printable(problem)}\n`);
  const failed = kept.problems.length === 0 ? '' : `, ${kept.problems.length} failed`;
  shell.out(
    `${output}: ${counted(kept.written, 'document')} written, ${kept.there} there already${failed}\n`,
  );
  return code;
}
