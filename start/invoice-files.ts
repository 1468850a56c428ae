import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Api } from '../cli/http/api.ts';
import { type JsonObject, textAt } from '../cli/http/json.ts';
import { counted } from '../cli/output/numbers.ts';
import type { Progress } from '../cli/output/progress.ts';
import { systemErrorCode } from '../cli/system-error.ts';

/** Below the data directory. */
export const invoicesFolder = 'invoices';

/** The name of an invoice's file; numbers are the tenant's own, and may have slashes in them. */
export const pdfName = (number: string): string => `${number.replaceAll(/[^\w.-]/g, '_')}.pdf`;

const lanes = 4;

/**
 * Writes every invoice's PDF that is not there yet to a folder of the data directory; an issued invoice never changes.
 */
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
  const folder = join(directory, invoicesFolder);
  await mkdir(folder, { recursive: true });
  const numbers = invoices.map((invoice) => textAt(invoice, 'number') ?? '');
  const waiting = numbers.entries();
  let done = 0;
  const lane = async (): Promise<void> => {
    for (const [, number] of waiting) {
      await keepPdf(api, join(folder, pdfName(number)), number);
      done += 1;
      onProgress({ fraction: done / numbers.length, note: counted(done, 'invoice') });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function keepPdf(api: Api, file: string, number: string): Promise<void> {
  if (await isThere(file)) return;
  const path = `/v1/invoices/${encodeURIComponent(number)}`;
  const { bytes } = await api.call({ method: 'GET', path, accept: 'application/pdf' });
  // Whole or not at all.
  const draft = `${file}.tmp`;
  await writeFile(draft, bytes);
  await rename(draft, file);
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
