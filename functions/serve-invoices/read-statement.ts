import { accountStatement } from '../../core/documents/account-statement.ts';
import { mediaTypes } from '../../core/documents/forms.ts';
import { reportQuestion } from '../../core/reports/question.ts';
import { binaryAnswer } from '../middleware/large-answer.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { InvoicesPorts } from './ports.ts';

/** What a payer owes, and why, as PDF: the report `customer-statement` with what is open, as the books are now. */
export const readStatement =
  ({
    rating: { settings, customers },
    ...ports
  }: InvoicesPorts): RouteHandlers['ServeInvoices']['GET /v1/customers/{key}/statement'] =>
  async ({ caller: { tenant }, params: { key: customer }, query: { from, to } }) => {
    const question = { ...reportQuestion('customer-statement', { from, to, customer }), customer };
    const { books, log, clock, drawAccount } = ports;
    const asked = { books, log, clock, settings, customers };
    const statement = await accountStatement(asked, tenant, question);
    const name = `statement-${customer}-${statement.to}`.replaceAll(/[^A-Za-z0-9._-]/g, '-');
    return binaryAnswer(
      {
        'content-type': mediaTypes.pdf,
        'content-disposition': `attachment; filename="${name}.pdf"`,
      },
      await drawAccount(statement, tenant),
    );
  };
