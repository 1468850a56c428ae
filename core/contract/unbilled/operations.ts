import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import type { unbilledRoutes } from './routes.ts';
import {
  acceptUnbilledBody,
  unbilledAccepted,
  unbilledList,
  unbilledParameters,
  usageSumsList,
  usageSumsParameters,
} from './shapes.ts';

/** The operations of what is not billed. */
export const unbilledOperations = {
  'GET /v1/unbilled': {
    id: 'listUnbilled',
    description:
      'Every unit of usage of a meter that a plan prices is billed, about to be billed, or here. A page can have fewer rows than `limit`, or none, and have others after it.',
    query: unbilledParameters,
    answers: ok('A page of what is not billed', unbilledList),
    problems: [
      ...queryProblems,
      'request.bad-cursor',
      'period.malformed',
      'billing-settings.not-found',
    ],
  },
  'GET /v1/unbilled/sums': {
    id: 'sumUnbilled',
    description:
      'Add up the pages, meter by meter: what is `used` is then what is `billed`, about to be billed (`toBill`) and `listed`. Only of meters that count or sum.',
    query: usageSumsParameters,
    answers: ok('What some of the usage comes to', usageSumsList),
    problems: [
      ...queryProblems,
      'request.bad-cursor',
      'period.malformed',
      'billing-settings.not-found',
    ],
  },
  'POST /v1/unbilled/accept': {
    id: 'acceptUnbilled',
    description:
      'Safe to repeat. A row that has become more since is listed again as it is, and told of again.',
    query: noParameters,
    request: json(acceptUnbilledBody),
    answers: ok('Accepted', unbilledAccepted),
    problems: [
      ...bodyProblems,
      'period.malformed',
      'billing-settings.not-found',
      'unbilled.changed',
    ],
  },
} as const satisfies Readonly<Record<KeyOf<typeof unbilledRoutes>, Operation>>;
