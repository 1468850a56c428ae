import type { DocumentForm } from '../../contract/invoices/invoice.ts';
import type { PayeeStatement } from '../../contract/payee-statements/statement.ts';
import { sha256 } from '../../kernel/digest.ts';
import { documentJson } from '../document-json.ts';
import type { StoredForm } from '../ports.ts';
import type { NoSuchForm } from '../rendered-form.ts';
import { payeeCsv } from './payee-csv.ts';
import { payeeCii, payeeUbl } from './payee-electronic.ts';

/** A payee's statement in one form, a function of what it says; only UBL and CII may have obstacles. */
export async function payeeForm(
  statement: PayeeStatement,
  form: DocumentForm,
  drawPdf: (statement: PayeeStatement) => Promise<Uint8Array>,
): Promise<StoredForm | NoSuchForm> {
  const bytes = await bytesOf(statement, form, drawPdf);
  return 'obstacles' in bytes ? bytes : { bytes, sha256: sha256(bytes) };
}

async function bytesOf(
  statement: PayeeStatement,
  form: DocumentForm,
  drawPdf: (statement: PayeeStatement) => Promise<Uint8Array>,
): Promise<Uint8Array | NoSuchForm> {
  switch (form) {
    case 'json':
      return documentJson(statement);
    case 'csv':
      return new TextEncoder().encode(payeeCsv(statement));
    case 'pdf':
      return drawPdf(statement);
    case 'ubl':
      return encoded(payeeUbl(statement));
    case 'cii':
      return encoded(payeeCii(statement));
  }
}

const encoded = (result: { readonly xml: string } | NoSuchForm): Uint8Array | NoSuchForm =>
  'xml' in result ? new TextEncoder().encode(result.xml) : result;
