import type { DocumentForm } from '../../contract/invoices/invoice.ts';
import type { PayeeStatement } from '../../contract/payee-statements/statement.ts';
import type { FormsAlone, StoredForm } from '../ports.ts';
import type { NoSuchForm } from '../rendered-form.ts';
import { payeeForm } from './payee-form.ts';

/** Draws a payee's statement as PDF: `payeePdf`, with the fonts it needs. */
export type DrawPayee = (statement: PayeeStatement, tenant: string) => Promise<Uint8Array>;

/** What forms of payees' statements are kept with. */
export interface PayeeFormPorts {
  readonly forms: FormsAlone;
  readonly drawPayee: DrawPayee;
}

/**
 * A form of a payee's statement as it is kept; drawn and kept now where nobody has asked for it before. Most are never
 * asked for, and of those that are, it is the same bytes ever after: who comes second is answered the first one's.
 */
export async function keptPayeeForm(
  { forms, drawPayee }: PayeeFormPorts,
  tenant: string,
  { statement, form }: { readonly statement: PayeeStatement; readonly form: DocumentForm },
): Promise<StoredForm | NoSuchForm> {
  const at = { tenant, id: statement.id, form };
  const there = await forms.getAlone(at);
  if (there !== undefined) return there;
  const drawn = await payeeForm(statement, form, (one) => drawPayee(one, tenant));
  if ('obstacles' in drawn || (await forms.putAlone(at, drawn)) === 'put') return drawn;
  const others = await forms.getAlone(at);
  if (others !== undefined) return others;
  throw new Error(`it is not known whether ${statement.id} is kept as ${form}: ask again`);
}
