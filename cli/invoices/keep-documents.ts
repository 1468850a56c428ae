import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DocumentForm, documentMediaTypes } from '../../core/contract/invoices/invoice.ts';
import { Failure } from '../failure.ts';
import type { Api, ApiRequest } from '../http/api.ts';
import { AnswerFailure } from '../http/problem.ts';
import { counted } from '../output/numbers.ts';
import type { Progress } from '../output/progress.ts';
import { wholeFile } from '../output-file.ts';
import { systemErrorCode } from '../system-error.ts';

const lanes = 4;

const endings: Readonly<Record<DocumentForm, string>> = {
  json: 'json',
  pdf: 'pdf',
  csv: 'csv',
  ubl: 'xml',
  cii: 'cii.xml',
};

/** The name of a document's file; numbers are the tenant's own, and may have slashes in them. */
export const documentName = (number: string, form: DocumentForm): string =>
  `${number.replaceAll(/[^\w.-]/g, '_')}.${endings[form]}`;

/** Asks for a document. Two forms are XML: `Accept` means UBL by that, so that CII is asked for by its name. */
export const documentRequest = (number: string, form: DocumentForm): ApiRequest => ({
  method: 'GET',
  path: `/v1/invoices/${encodeURIComponent(number)}`,
  accept: documentMediaTypes[form],
  ...(form === 'cii' ? { query: { format: form } } : {}),
});

/** What has come of writing documents to files. */
export interface KeptDocuments {
  readonly written: number;
  /** There already: an issued document never changes. JSON also says what has become of it, and is written anew. */
  readonly there: number;
  /** Of those that are not to be had so, why. */
  readonly problems: readonly string[];
}

/** Writes each document to a file of a folder, unless it is there. One that is refused stops no other. */
export async function keepDocuments(
  api: Api,
  {
    folder,
    numbers,
    form,
    onProgress,
  }: {
    readonly folder: string;
    readonly numbers: readonly string[];
    readonly form: DocumentForm;
    readonly onProgress: (progress: Progress) => void;
  },
): Promise<KeptDocuments> {
  const [problems, waiting]: [string[], Iterator<string> & Iterable<string>] = [
    [],
    numbers.values(),
  ];
  let [written, there] = [0, 0];
  const lane = async (): Promise<void> => {
    for (const number of waiting) {
      const file = join(folder, documentName(number, form));
      try {
        if (form !== 'json' && (await isThere(file))) there += 1;
        else {
          await keep(api, { file, number, form });
          written += 1;
        }
      } catch (error) {
        if (!(error instanceof AnswerFailure)) throw error;
        problems.push(`${number}: ${error.message}`);
      }
      const done = written + there + problems.length;
      onProgress({ fraction: done / numbers.length, note: counted(done, 'document') });
    }
  };
  try {
    await mkdir(folder, { recursive: true });
    await Promise.all(Array.from({ length: lanes }, lane));
  } catch (error) {
    const code = error instanceof Failure ? undefined : systemErrorCode(error);
    if (code === undefined) throw error;
    throw new Failure(`cannot write to ${folder} (${code})`);
  }
  return { written, there, problems };
}

async function keep(
  api: Api,
  {
    file,
    number,
    form,
  }: { readonly file: string; readonly number: string; readonly form: DocumentForm },
): Promise<void> {
  const { bytes } = await api.call(documentRequest(number, form));
  await wholeFile(file, bytes);
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
