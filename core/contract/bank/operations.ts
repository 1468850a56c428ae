import { bodyProblems, json, type KeyOf, type Operation, ok } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import type { bankStatementsRoutes } from './routes.ts';
import { bankEntries, bankFile, bankFileBodyMax } from './shapes.ts';

/** The operations of bank statements. */
export const bankStatementsOperations = {
  'POST /v1/bank-statements': {
    id: 'readBankStatement',
    description: [
      'Nothing is written, and nothing of the file is kept: sent again, it is answered by what the books then say.',
      'To book an entry, send its `payment` to `POST /v1/payments`, with a `customer` where nobody is proposed, or its `reversal` to the reversals of that payment.',
      'At most 2,000 entries and 6 MB a file.',
    ].join(' '),
    query: noParameters,
    request: json(bankFile),
    bodyMax: bankFileBodyMax,
    answers: ok(
      'The entries, in the order of the file, and what each would be booked as',
      bankEntries,
    ),
    problems: [
      ...bodyProblems,
      'bank-statement.invalid',
      'billing-settings.not-found',
      'answer.too-large',
    ],
  },
} as const satisfies Readonly<Record<KeyOf<typeof bankStatementsRoutes>, Operation>>;
