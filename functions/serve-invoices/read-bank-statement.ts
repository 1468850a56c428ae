import { proposeFromBooks } from '../../core/bank/propose-from-books.ts';
import { readBankFile } from '../../core/bank/read-bank-file.ts';
import { fittingBody } from '../middleware/large-answer.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { bankEntryAnswer, bankStatementAnswer } from './bank-entry-answer.ts';
import type { InvoicesPorts } from './ports.ts';

type Ports = Pick<InvoicesPorts, 'rating' | 'books' | 'debits' | 'payouts' | 'transfers'>;

/** Reads a file of a bank, and says what each of its entries would be booked as. Nothing is written. */
export const readBankStatement =
  ({
    rating: { customers, settings },
    books,
    debits,
    payouts,
    transfers,
  }: Ports): RouteHandlers['ServeInvoices']['POST /v1/bank-statements'] =>
  async ({ caller: { tenant }, body: { file, payers, ...reading } }) => {
    const statements = readBankFile(Buffer.from(file, 'base64'), reading);
    const entries = await proposeFromBooks(
      { customers, settings, books, debits, payouts, transfers },
      tenant,
      {
        statements,
        payers,
      },
    );
    const body = {
      statements: statements.map(bankStatementAnswer),
      entries: entries.map((one, index) => bankEntryAnswer(one, index + 1)),
    };
    return { status: 200, body: fittingBody(body, 'send the file in parts') };
  };
