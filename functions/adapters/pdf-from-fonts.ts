import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logos } from '../../core/catalog/ports.ts';
import type { DocumentContent } from '../../core/contract/invoices/invoice.ts';
import type { DrawAccount } from '../../core/documents/account-statement.ts';
import { picturesIn } from '../../core/documents/logo/pictures.ts';
import type { DrawPayee } from '../../core/documents/payees/keep-payee-form.ts';
import type { DrawPdf } from '../../core/documents/rendered-form.ts';
import type { ReminderLetter } from '../../core/reminders/letter.ts';
import { NO_LOGS } from './no-logs.ts';

/** What is drawn as PDF. */
export interface Drawing {
  readonly drawPdf: DrawPdf;
  readonly drawAccount: DrawAccount;
  readonly drawPayee: DrawPayee;
  readonly drawLetter: (letter: ReminderLetter, tenant: string) => Promise<Uint8Array>;
}

/**
 * Draws with the font files of a folder, which has them under the same paths as `fonts/`. The program that draws
 * and the files are loaded with the first document, not with the function. Documents say where their proofs are, where
 * `logHost` has public logs.
 */
export function pdfFromFonts(
  folder: string,
  logos: Pick<Logos, 'get'>,
  logHost: string = NO_LOGS,
): Drawing {
  const pictureOf = picturesIn(logos);
  let loading: ReturnType<typeof load> | undefined;
  const loaded = () => {
    loading ??= load(folder);
    return loading;
  };
  return {
    drawPdf: async (document, tenant) => {
      const { documentPdf, fonts } = await loaded();
      const logo = await pictureOf(tenant, document.logo);
      return documentPdf(document, fonts, logo, proofOf(logHost, document));
    },
    drawAccount: async (statement, tenant) => {
      const { accountPdf, fonts } = await loaded();
      return accountPdf(statement, fonts, await pictureOf(tenant, statement.logo));
    },
    drawPayee: async (statement, tenant) => {
      const { payeePdf, fonts } = await loaded();
      return payeePdf(statement, fonts, await pictureOf(tenant, statement.logo));
    },
    drawLetter: async (letter, tenant) => {
      const { reminderPdf, fonts } = await loaded();
      return reminderPdf(letter, fonts, await pictureOf(tenant, letter.invoice.logo));
    },
  };
}

/** Where it is proven that a log has a document. One that is not issued is in none. */
const proofOf = (host: string, { id, issuedAt, status }: DocumentContent): string | undefined =>
  host === NO_LOGS || isOfThisMachine(host) || issuedAt === null || status === 'draft'
    ? undefined
    : `https://${host}/v1/invoices/${id}/proof`;

/** Nobody else could open it, and nobody here without the port. */
const isOfThisMachine = (host: string): boolean => host.endsWith('.localhost');

async function load(folder: string) {
  const [{ documentPdf }, { accountPdf }, { payeePdf }, { reminderPdf }, { fontBook }] =
    await Promise.all([
      import('../../core/documents/pdf/document-pdf.ts'),
      import('../../core/documents/pdf/account-pdf.ts'),
      import('../../core/documents/pdf/payee-pdf.ts'),
      import('../../core/documents/pdf/reminder-pdf.ts'),
      import('../../core/documents/pdf/fonts.ts'),
    ]);
  const fonts = fontBook((path) => readFileSync(join(folder, path)));
  return { documentPdf, accountPdf, payeePdf, reminderPdf, fonts };
}
