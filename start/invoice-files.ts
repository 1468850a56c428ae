import { join } from 'node:path';
import { Failure } from '../cli/failure.ts';
import type { Api } from '../cli/http/api.ts';
import { type JsonObject, textAt } from '../cli/http/json.ts';
import { documentName, keepDocuments } from '../cli/invoices/keep-documents.ts';
import type { Progress } from '../cli/output/progress.ts';

/** Below the data directory. */
export const invoicesFolder = 'invoices';

/** The name of an invoice's file. */
export const pdfName = (number: string): string => documentName(number, 'pdf');

/** Writes every invoice's PDF that is not there yet to a folder of the data directory. */
export async function keepPdfs({
  api,
  directory,
  invoices,
  onProgress,
}: {
  readonly api: Api;
  readonly directory: string;
  readonly invoices: readonly JsonObject[];
  readonly onProgress: (progress: Progress) => void;
}): Promise<void> {
  const { problems } = await keepDocuments(api, {
    folder: join(directory, invoicesFolder),
    numbers: invoices.map((invoice) => textAt(invoice, 'number') ?? ''),
    form: 'pdf',
    onProgress,
  });
  if (problems.length > 0) throw new Failure(problems.join('\n'));
}
