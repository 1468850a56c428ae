import { payerKey } from '../catalog/payer-shape.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import { keyed, ofLog, ofTerms, ofToken } from '../spend/problems.ts';
import { holdId, released } from '../spend/shapes.ts';
import { chargeList, chargesParameters, threshold, thresholdBody } from './charge-shapes.ts';
import type { gateRoutes } from './routes.ts';
import { gateAnswer, gateBody, gateCaptureBody, gateCaptured } from './shapes.ts';

/** The operations of the gate. */
export const gateOperations = {
  'POST /v1/gate': {
    id: 'askGate',
    description:
      'Asked by a server of each request that came in, before it is served: `held`, serve it and capture; `free`, serve it; `refused`, answer what stands there. A refusal is an answer with status 200: it is told to whoever asked the server. Only what is wrong with this request itself is a problem.',
    query: noParameters,
    request: json(gateBody),
    answers: ok('What to do with the request that came in', gateAnswer),
    problems: [
      ...bodyProblems,
      ...ofTerms,
      'meter.not-found',
      'event.too-large',
      'hold.subject-missing',
      'hold.quantity-invalid',
      'hold.meter-not-gated',
      'hold.several-meters',
    ],
  },
  'POST /v1/gate/{id}/capture': {
    id: 'captureGate',
    description:
      'What was served is charged, and recorded as usage. Never more than the payer was offered: where it would cost more, it is released, and `offer.exceeded` says so. The same again is answered as it was.',
    path: { id: holdId },
    query: noParameters,
    request: json(gateCaptureBody),
    answers: ok('Captured', gateCaptured),
    problems: [
      ...bodyProblems,
      ...ofTerms,
      ...ofLog,
      'hold.not-found',
      'hold.closed',
      'hold.expired',
      'hold.quantity-invalid',
      'offer.exceeded',
    ],
  },
  'POST /v1/gate/{id}/release': {
    id: 'releaseGate',
    description: 'Nothing is charged. Asked again, it is answered as it was.',
    path: { id: holdId },
    query: noParameters,
    answers: ok('Released', released),
    problems: [...queryProblems, ...ofLog, 'hold.not-found', 'hold.closed'],
  },
  'GET /v1/payers/{payer}/charges': {
    id: 'listCharges',
    description: 'From the log that decides what is spent: there as soon as it is charged.',
    path: { payer: payerKey },
    query: chargesParameters,
    answers: ok('A page of charges', chargeList),
    problems: [...queryProblems, ...ofTerms, ...ofToken, 'request.bad-cursor'],
  },
  'PUT /v1/payers/{payer}/threshold': {
    id: 'putThreshold',
    description: '0 where none was put: each time is asked.',
    idempotencyKey: 'taken',
    path: { payer: payerKey },
    query: noParameters,
    request: json(thresholdBody),
    answers: ok('The threshold, as it is now', threshold),
    problems: [...keyed, ...ofTerms, ...ofToken, 'wallet.currency-differs'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof gateRoutes>, Operation>>;
