import { json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import type { receiptsRoutes } from './routes.ts';
import { publicKeys, receiptId, signedReceipt } from './shapes.ts';

const ofToken = ['token.refused', 'token.not-allowed'] as const;

/** The operations of receipts. */
export const receiptsOperations = {
  'GET /v1/receipts/{id}': {
    id: 'getReceipt',
    description:
      'Made of the payer’s log: the same again, byte for byte, until what it cost is given back. Then it says so.',
    path: { id: receiptId },
    query: noParameters,
    answers: ok('The receipt', signedReceipt),
    problems: [...queryProblems, ...ofToken, 'receipt.not-found', 'receipt.unsigned'],
  },
  'GET /.well-known/jwks.json': {
    id: 'getPublicKeys',
    description: 'For everybody, and web pages of any origin. It may be kept for an hour.',
    query: noParameters,
    answers: {
      200: {
        description: 'The keys',
        content: json(publicKeys),
        headers: { 'access-control-allow-origin': 'Any page may read it.' },
      },
    },
    problems: [...queryProblems, 'receipt.unsigned'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof receiptsRoutes>, Operation>>;
