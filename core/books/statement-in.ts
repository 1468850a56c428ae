import type { PayeeStatement } from '../contract/payee-statements/statement.ts';
import { invariant } from '../kernel/invariant.ts';
import type { BooksDocument } from './document.ts';

/** What a statement of the books says, as it was issued. */
export function statementIn(document: BooksDocument): PayeeStatement {
  invariant(document.kind === 'payee-statement', `${document.id} is a statement of a payee`);
  return JSON.parse(document.content) as PayeeStatement;
}
