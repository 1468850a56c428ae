import { invoiceId } from '../invoices/shapes.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { payeeStatementId } from '../payee-statements/list-shapes.ts';
import { noParameters } from '../shapes.ts';
import type { logsRoutes } from './routes.ts';
import {
  addCheckpointText,
  checkpointText,
  consistency,
  consistencyParameters,
  cosignatureText,
  eventProofs,
  eventProofsBody,
  keyProofText,
  keyText,
  logDay,
  logDays,
  logTenant,
  logWitnesses,
  logYear,
  payeeProofParameters,
  payeeStatementProof,
  proofText,
  sizeText,
  tileBytes,
  tileLevel,
  tilePart,
  tokenKeyId,
} from './shapes.ts';

const anyPage = { 'access-control-allow-origin': 'Any page may read it.' } as const;
const ofLog = { tenant: logTenant, year: logYear } as const;
const ofTile = { ...ofLog, level: tileLevel, first: tilePart } as const;

const tile = (id: string, path: Operation['path']) =>
  ({
    id,
    description: 'It never changes, and may be kept for ever: see C2SP tlog-tiles.',
    ...(path === undefined ? {} : { path }),
    pathProblem: 'log.not-found',
    query: noParameters,
    answers: {
      200: {
        description: 'The bytes of the tile',
        content: { 'application/octet-stream': tileBytes },
        headers: anyPage,
      },
    },
    problems: [...queryProblems, 'log.not-found'],
  }) as const satisfies Operation;

/** The operations of transparency logs and proofs. */
export const logsOperations = {
  'GET /v1/invoices/{id}/proof': {
    id: 'getInvoiceProof',
    description:
      'Of an invoice, credit note or statement, by id or number; also of a void, by its id. Whoever it is handed on to can check it without asking us.',
    path: { id: invoiceId },
    query: noParameters,
    answers: {
      200: {
        description: 'The proof, with what its entry opens to',
        content: { 'text/plain': proofText },
      },
    },
    problems: [
      ...queryProblems,
      'invoice.not-found',
      'log.not-found',
      'proof.not-yet',
      'proof.erased',
    ],
  },
  'GET /v1/payee-statements/{id}/proof': {
    id: 'getPayeeStatementProof',
    description:
      'With the proofs of its shares, and of all else of the payee since the statement before, page by page: they add up to it.',
    path: { id: payeeStatementId },
    query: payeeProofParameters,
    answers: ok('The proofs', payeeStatementProof),
    problems: [
      ...queryProblems,
      'request.bad-cursor',
      'payee-statement.not-found',
      'log.not-found',
      'proof.not-yet',
      'proof.erased',
    ],
  },
  'POST /v1/event-proofs': {
    id: 'proveEvents',
    description:
      'Changes nothing. Of events that explain a line, or of a receipt. An event is in the log one to seven hours after its hour.',
    query: noParameters,
    request: json(eventProofsBody),
    answers: ok('The proofs, and of which events there are none', eventProofs),
    problems: [...bodyProblems, 'log.not-found'],
  },
  'GET /v1/logs/{tenant}/{year}/checkpoint': {
    id: 'getLogCheckpoint',
    description: 'Whoever keeps it can tell later whether anything was changed since.',
    path: ofLog,
    pathProblem: 'log.not-found',
    query: noParameters,
    answers: {
      200: {
        description: 'The checkpoint as of now',
        content: { 'text/plain': checkpointText },
        headers: anyPage,
      },
    },
    problems: [...queryProblems, 'log.not-found'],
  },
  'GET /v1/logs/{tenant}/{year}/key': {
    id: 'getLogKey',
    description: 'Keep it when you first see it: whoever could forge a log could forge its key.',
    path: ofLog,
    pathProblem: 'log.not-found',
    query: noParameters,
    answers: {
      200: {
        description: 'The verifier key',
        content: { 'text/plain': keyText },
        headers: anyPage,
      },
    },
    problems: [...queryProblems, 'log.not-found', 'log.unsigned'],
  },
  'GET /v1/logs/{tenant}/{year}/token-keys/{keyId}': {
    id: 'getTokenKeyProof',
    description:
      'A key that was made for one reader would be in the log as well, or have no proof. A key is there some ten minutes after it was made.',
    path: { ...ofLog, keyId: tokenKeyId },
    pathProblem: 'log.not-found',
    query: noParameters,
    answers: {
      200: {
        description: 'The proof, with its entry',
        content: { 'text/plain': keyProofText },
        headers: anyPage,
      },
    },
    problems: [...queryProblems, 'log.not-found', 'proof.not-yet'],
  },
  'GET /v1/logs/{tenant}/{year}/consistency': {
    id: 'getLogConsistency',
    path: ofLog,
    pathProblem: 'log.not-found',
    query: consistencyParameters,
    answers: {
      200: {
        description: 'The hashes that show it',
        content: json(consistency),
        headers: anyPage,
      },
    },
    problems: [...queryProblems, 'log.not-found', 'proof.size-unknown'],
  },
  'GET /v1/logs/{tenant}/{year}/witnesses': {
    id: 'getLogWitnesses',
    description: 'The policy is what the log asks for: which witnesses you trust is yours to say.',
    path: ofLog,
    pathProblem: 'log.not-found',
    query: noParameters,
    answers: {
      200: {
        description: 'How it stands with each witness',
        content: json(logWitnesses),
        headers: anyPage,
      },
    },
    problems: [...queryProblems, 'log.not-found'],
  },
  'GET /v1/logs/{tenant}/{year}/days': {
    id: 'listLogDays',
    description:
      'A day is of UTC. It has one where the log grew, some minutes after its end: of all that was recorded in it. What is listed stays.',
    path: ofLog,
    pathProblem: 'log.not-found',
    query: noParameters,
    answers: {
      200: {
        description: 'The days, the first one first',
        content: json(logDays),
        headers: anyPage,
      },
    },
    problems: [...queryProblems, 'log.not-found'],
  },
  'GET /v1/logs/{tenant}/{year}/days/{day}': {
    id: 'getLogDay',
    description:
      'It never changes. What is anchored of it is the SHA-256 of its lines before the signatures, as the list of days says it.',
    path: { ...ofLog, day: logDay },
    pathProblem: 'log.not-found',
    query: noParameters,
    answers: {
      200: {
        description: 'The checkpoint, with the cosignatures that it had',
        content: { 'text/plain': checkpointText },
        headers: anyPage,
      },
    },
    problems: [...queryProblems, 'log.not-found'],
  },
  'POST /v1/witness/add-checkpoint': {
    id: 'addCheckpoint',
    description:
      'C2SP tlog-witness. Of a log whose key is known here, a checkpoint is cosigned that was proven to have grown from the one cosigned before, and no other.',
    readBy: 'function',
    request: { 'text/plain': addCheckpointText },
    answers: {
      200: { description: 'The cosignature', content: { 'text/plain': cosignatureText } },
      409: {
        description: 'The size from which to ask; or another tree of that size was cosigned',
        content: { 'text/x.tlog.size': sizeText },
      },
    },
    problems: [
      'request.body-missing',
      'request.too-large',
      'request.malformed-gzip',
      'request.unsupported-encoding',
      'request.malformed-text',
      'checkpoint.malformed',
      'checkpoint.unsigned',
      'checkpoint.unproven',
      'log.not-found',
      'log.unsigned',
    ],
  },
  'GET /v1/witness/key': {
    id: 'getWitnessKey',
    query: noParameters,
    answers: {
      200: {
        description: 'The verifier key, of type 04: a cosignature by Ed25519',
        content: { 'text/plain': keyText },
        headers: anyPage,
      },
    },
    problems: [...queryProblems, 'log.not-found', 'log.unsigned'],
  },
  'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}': tile('getLogTile', ofTile),
  'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}': tile('getLogTileBelow', {
    ...ofTile,
    second: tilePart,
  }),
  'GET /v1/logs/{tenant}/{year}/tile/{level}/{first}/{second}/{third}': tile('getLogTileFarBelow', {
    ...{ ...ofTile, second: tilePart, third: tilePart },
  }),
} as const satisfies Readonly<Record<KeyOf<typeof logsRoutes>, Operation>>;
