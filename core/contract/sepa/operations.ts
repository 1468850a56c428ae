import { customerKey } from '../catalog/customer-shapes.ts';
import { marketplaceOperations } from '../marketplace/operations.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { payoutsOperations } from '../payouts/operations.ts';
import { railsOperations } from '../rails/operations.ts';
import { railList } from '../rails/shapes.ts';
import { remindersOperations } from '../reminders/operations.ts';
import { noParameters } from '../shapes.ts';
import type { sepaRoutes } from './routes.ts';
import {
  batch,
  batchBody,
  batchId,
  batchList,
  batchListParameters,
  batchParameters,
  batchProposal,
  batchXml,
  mandate,
  mandateBody,
  mandateList,
  mandateReference,
  outcomeBody,
  sepaRail,
  sepaRailBody,
  toldOutcome,
} from './shapes.ts';

const proposing = [
  'billing-settings.not-found',
  'rail.not-connected',
  'sepa.day-invalid',
  'invoice.not-found',
] as const;

/** Asked in the middle of a batch that is being prepared, all of them go on with that. */
const ofBatch = [
  'sepa.batch-not-found',
  'sepa.batch-not-open',
  'rail.changed-meanwhile',
  'rail.outcome-unknown',
  'mandate.changed-meanwhile',
] as const;

/** The operations of direct debits. */
export const sepaOperations = {
  'PUT /v1/rails/sepa': {
    id: 'putSepaRail',
    description: 'It is kept beside the batches that were made with it. See docs/sepa.md.',
    query: noParameters,
    request: json(sepaRailBody),
    answers: ok('Said', sepaRail),
    problems: [...bodyProblems, 'sepa.creditor-invalid', 'rail.changed-meanwhile'],
  },
  'POST /v1/rails/sepa/disconnect': {
    id: 'disconnectSepaRail',
    description: 'No more batches are made. What became of those that there are can still be told.',
    query: noParameters,
    answers: ok('What is still connected', railList),
    problems: [...queryProblems, 'rail.not-connected', 'rail.changed-meanwhile'],
  },
  'GET /v1/customers/{key}/mandates': {
    id: 'listMandates',
    path: { key: customerKey },
    query: noParameters,
    answers: ok('All, by their references', mandateList),
    problems: [...queryProblems, 'billing-settings.not-found'],
  },
  'PUT /v1/customers/{key}/mandates/{reference}': {
    id: 'putMandate',
    description:
      'What is there already stays, blocked too. With another account or signature, nothing blocks it any more, and the bank is told of the former account. The audit has nothing of the body.',
    path: { key: customerKey, reference: mandateReference },
    query: noParameters,
    request: json(mandateBody),
    answers: ok('Kept', mandate),
    problems: [
      ...bodyProblems,
      'billing-settings.not-found',
      'customer.not-found',
      'mandate.invalid',
      'mandate.already-assigned',
      'mandate.revoked',
      'mandate.changed-meanwhile',
      'mandate.not-found',
    ],
  },
  'POST /v1/customers/{key}/mandates/{reference}/revoke': {
    id: 'revokeMandate',
    description: 'For good. What is collected by it already is not stopped.',
    path: { key: customerKey, reference: mandateReference },
    query: noParameters,
    answers: ok('Revoked', mandate),
    problems: [
      ...queryProblems,
      'billing-settings.not-found',
      'mandate.not-found',
      'mandate.changed-meanwhile',
    ],
  },
  'GET /v1/rails/sepa/proposal': {
    id: 'proposeSepaBatch',
    description: 'Nothing is written. At most 500 direct debits, of 2,000 payers who owe anything.',
    query: batchParameters,
    answers: ok('What would be collected, and what not', batchProposal),
    problems: [...queryProblems, ...proposing],
  },
  'GET /v1/rails/sepa/batches': {
    id: 'listSepaBatches',
    query: batchListParameters,
    answers: ok('A page of batches', batchList),
    problems: queryProblems,
  },
  'POST /v1/rails/sepa/batches': {
    id: 'prepareSepaBatch',
    description:
      'The same day and `Idempotency-Key` are the same batch, as it is by now. Of an invoice at most one collection is open, over all rails. Asked again after a crash, it goes on.',
    query: noParameters,
    idempotencyKey: 'needed',
    request: json(batchBody),
    answers: ok('The batch', batch),
    problems: [
      ...bodyProblems,
      'request.idempotency-key-missing',
      'request.idempotency-key-malformed',
      'request.idempotency-key-reused',
      ...proposing,
      'sepa.nothing-to-collect',
      'rail.outcome-unknown',
      'mandate.changed-meanwhile',
    ],
  },
  'GET /v1/rails/sepa/batches/{id}': {
    id: 'getSepaBatch',
    path: { id: batchId },
    query: noParameters,
    answers: ok('The batch', batch),
    problems: [
      ...queryProblems,
      'billing-settings.not-found',
      'sepa.batch-not-found',
      'rail.outcome-unknown',
      'mandate.changed-meanwhile',
    ],
  },
  'GET /v1/rails/sepa/batches/{id}/file': {
    id: 'getSepaBatchFile',
    description:
      'The same bytes each time. Before it is submitted, it is looked at whether all of it is still due.',
    path: { id: batchId },
    query: noParameters,
    answers: {
      200: { description: 'pain.008.001.08', content: { 'application/xml': batchXml } },
    },
    problems: [
      ...queryProblems,
      'billing-settings.not-found',
      'sepa.batch-outdated',
      'sepa.batch-erased',
      ...ofBatch,
    ],
  },
  'POST /v1/rails/sepa/batches/{id}/submit': {
    id: 'submitSepaBatch',
    description: 'From then on it is not cancelled: what became of it, statements say.',
    path: { id: batchId },
    query: noParameters,
    answers: ok('The batch', batch),
    problems: [...queryProblems, 'billing-settings.not-found', ...ofBatch],
  },
  'POST /v1/rails/sepa/batches/{id}/cancel': {
    id: 'cancelSepaBatch',
    description: 'Its invoices may be collected in another way. Its file must not go to a bank.',
    path: { id: batchId },
    query: noParameters,
    answers: ok('The batch', batch),
    problems: [...queryProblems, 'billing-settings.not-found', ...ofBatch],
  },
  'POST /v1/rails/sepa/outcomes': {
    id: 'tellSepaOutcome',
    description:
      'What `POST /v1/bank-statements` answers as `outcome` is the body. Money that came is booked over the rail `sepa`; what went back is reversed, so that its invoice is due again, and blocks the mandate where the reason stays.',
    query: noParameters,
    request: json(outcomeBody),
    answers: ok('What became of the collections', toldOutcome),
    problems: [
      ...bodyProblems,
      'billing-settings.not-found',
      'collection.not-found',
      'collection.amount-differs',
      'collection.told-otherwise',
      'collection.date-invalid',
      'queue.unavailable',
      ...ofBatch,
    ],
  },
} as const satisfies Readonly<Record<KeyOf<typeof sepaRoutes>, Operation>>;

/** What one function answers: of rails, AWS Marketplace, direct debits, payouts, and reminders of what is due. */
export const railsAndSepa = {
  ...railsOperations,
  ...marketplaceOperations,
  ...sepaOperations,
  ...payoutsOperations,
  ...remindersOperations,
} as const;
