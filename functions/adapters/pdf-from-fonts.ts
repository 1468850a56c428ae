import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logos } from '../../core/catalog/ports.ts';
import type { DrawAccount } from '../../core/documents/account-statement.ts';
import { picturesIn } from '../../core/documents/logo/pictures.ts';
import type { DrawPayee } from '../../core/documents/payees/keep-payee-form.ts';
import type { DrawPdf } from '../../core/documents/rendered-form.ts';
import type { ReminderLetter } from '../../core/reminders/letter.ts';

/** What is drawn as PDF. */
export interface Drawing {
  readonly drawPdf: DrawPdf;
  readonly drawAccount: DrawAccount;
  readonly drawPayee: DrawPayee;
  readonly drawLetter: (letter: ReminderLetter, tenant: string) => Promise<Uint8Array>;
}

/**
 * Draws with the font files of a folder, which has them under the same paths as `fonts/`. The program that draws
 * and the files are loaded with the first document, not with the function.
 */
export function pdfFromFonts(folder: string, logos: Pick<Logos, 'get'>): Drawing {
  const pictureOf = picturesIn(logos);
  let loading: ReturnType<typeof load> | undefined;
  const loaded = () => {
    loading ??= load(folder);
    return loading;
  };
  return {
    drawPdf: async (document, tenant) => {
      const { documentPdf, fonts } = await loaded();
      return documentPdf(document, fonts, await pictureOf(tenant, document.logo));
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
