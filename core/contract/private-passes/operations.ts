import { payerKey } from '../catalog/payer-shape.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import { ofTerms, ofToken } from '../spend/problems.ts';
import type { privatePassesRoutes } from './routes.ts';
import {
  privatePass,
  privatePassBody,
  privatePassKey,
  privatePassList,
  privatePassListParameters,
  privatePassStanding,
  privatePurchase,
  privateTokens,
  tokenDirectory,
} from './shapes.ts';

/** The operations of private passes. */
export const privatePassesOperations = {
  'GET /v1/private-passes': {
    id: 'listPrivatePasses',
    description: 'A key is made for each month when it is first asked for.',
    query: privatePassListParameters,
    answers: ok('A page of private passes', privatePassList),
    problems: [...queryProblems, 'request.bad-cursor', ...ofToken],
  },
  'GET /v1/private-passes/{key}': {
    id: 'showPrivatePass',
    path: { key: privatePassKey },
    query: noParameters,
    answers: ok('What became of what was sold', privatePassStanding),
    problems: [...queryProblems, 'private-pass.not-found'],
  },
  'PUT /v1/private-passes/{key}': {
    id: 'putPrivatePass',
    description:
      'The whole of it: what is left out is not kept. What is sold in a month is on the terms of its beginning; changes count from the next one.',
    path: { key: privatePassKey },
    query: noParameters,
    request: json(privatePassBody),
    readBy: 'core',
    answers: {
      200: { description: 'Replaced, or so already', content: json(privatePass) },
      201: { description: 'Created', content: json(privatePass) },
    },
    problems: [
      ...bodyProblems,
      'meter.not-found',
      'private-pass.unsuited',
      'private-pass.changed-meanwhile',
    ],
  },
  'POST /v1/payers/{payer}/private-passes': {
    id: 'buyPrivateTokens',
    description:
      'The price of all of them is taken out of one top-up of the wallet, and they are signed unseen. It needs no key of its own: the same requests again are the same purchase.',
    path: { payer: payerKey },
    query: noParameters,
    request: json(privatePurchase),
    answers: { 201: { description: 'Bought', content: json(privateTokens) } },
    problems: [
      ...bodyProblems,
      ...ofTerms,
      ...ofToken,
      'private-pass.not-found',
      'private-pass.unsuited',
      'private-pass.refused',
      'private-pass.ended',
      'wallet.too-little',
      'wallet.currency-differs',
      'books.full',
    ],
  },
  'GET /.well-known/private-token-issuer-directory': {
    id: 'listTokenKeys',
    description: 'For everybody, and web pages of any origin. It may be kept for five minutes.',
    query: noParameters,
    answers: {
      200: {
        description: 'The directory',
        content: json(tokenDirectory),
        headers: { 'access-control-allow-origin': 'Any page may read it.' },
      },
    },
    problems: queryProblems,
  },
} as const satisfies Readonly<Record<KeyOf<typeof privatePassesRoutes>, Operation>>;
