import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import { payeeKey } from '../shares/shapes.ts';
import {
  claimParameters,
  commitBody,
  commitEpoch,
  commitListParameters,
  lookedCommit,
  payeeClaim,
  payoutCommit,
  payoutCommitList,
} from './commit-shapes.ts';
import { payeePayout, payoutBody } from './method-shapes.ts';
import { askingPayee, payeeQuery } from './payee-shapes.ts';
import type { payoutsRoutes } from './routes.ts';
import { payoutSettings, payoutSettingsBody } from './settings-shapes.ts';
import {
  itemListParameters,
  payout,
  payoutItemList,
  payoutName,
  payoutOutcomeBody,
  payoutProposal,
  payoutProposalParameters,
  payoutRun,
  payoutRunBody,
  payoutRunId,
  payoutRunList,
  payoutXml,
  runListParameters,
  toldPayouts,
} from './shapes.ts';

const proposing = [
  'billing-settings.not-found',
  'payout.account-missing',
  'payout.contract-missing',
  'payout.day-invalid',
] as const;

const moving = ['payout.run-not-found', 'payout.run-not-open', 'payout.changed-meanwhile'] as const;

const run = ok('The run', payoutRun);

/** The operations of payouts. */
export const payoutsOperations = {
  'GET /v1/payee': {
    id: 'getAskingPayee',
    description:
      'With a payee’s token, nothing is to be named: this says who that is. Of readers, it says nothing.',
    query: payeeQuery,
    answers: ok('Who asks', askingPayee),
    problems: [...queryProblems, 'payee.not-found', 'billing-settings.not-found'],
  },
  'GET /v1/payees/{key}/payout': {
    id: 'getPayeePayout',
    description: 'Of an account, no more is shown than its last four.',
    path: { key: payeeKey },
    query: noParameters,
    answers: ok('How it is paid', payeePayout),
    problems: [...queryProblems, 'payout.method-missing'],
  },
  'PUT /v1/payees/{key}/payout': {
    id: 'putPayeePayout',
    description:
      'The first counts at once, another after the days that settings say. No run that is approved by then pays by it. A payee’s token says what the seller offers. The audit has nothing of the body.',
    path: { key: payeeKey },
    query: noParameters,
    request: json(payoutBody),
    readBy: 'core',
    answers: ok('Said, or so already', payeePayout),
    problems: [
      ...bodyProblems,
      'payee.not-found',
      'payout.method-invalid',
      'payout.method-missing',
      'payout.changed-meanwhile',
    ],
  },
  'GET /v1/payouts/settings': {
    id: 'getPayoutSettings',
    description: 'With what counts where nothing was said.',
    query: noParameters,
    answers: ok('The settings', payoutSettings),
    problems: queryProblems,
  },
  'PUT /v1/payouts/settings': {
    id: 'putPayoutSettings',
    description:
      'All of them: what is left out counts as if it had never been said. Runs that are prepared pay from the account of then.',
    query: noParameters,
    request: json(payoutSettingsBody),
    readBy: 'core',
    answers: ok('The settings', payoutSettings),
    problems: [
      ...bodyProblems,
      'payout.account-invalid',
      'payout.contract-invalid',
      'payout.contract-unknown',
      'payout.changed-meanwhile',
    ],
  },
  'GET /v1/payout-runs/proposal': {
    id: 'proposePayoutRun',
    description: 'Nothing is written. At most 2,000 payouts, of 20,000 payees.',
    query: payoutProposalParameters,
    answers: ok('What would be paid, and what not', payoutProposal),
    problems: [...queryProblems, ...proposing],
  },
  'GET /v1/payout-runs': {
    id: 'listPayoutRuns',
    query: runListParameters,
    answers: ok('A page of runs', payoutRunList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'POST /v1/payout-runs': {
    id: 'preparePayoutRun',
    description:
      'The same `Idempotency-Key` is the same run, as it is by now. Nothing is taken from anybody before it is approved, and submitted.',
    query: noParameters,
    idempotencyKey: 'needed',
    request: json(payoutRunBody),
    answers: run,
    problems: [
      ...bodyProblems,
      'request.idempotency-key-missing',
      'request.idempotency-key-malformed',
      'request.idempotency-key-reused',
      ...proposing,
      'payout.nothing-to-pay',
      'payout.outcome-unknown',
    ],
  },
  'GET /v1/payout-runs/{id}': {
    id: 'getPayoutRun',
    path: { id: payoutRunId },
    query: noParameters,
    answers: run,
    problems: [...queryProblems, 'payout.run-not-found'],
  },
  'GET /v1/payout-runs/{id}/payouts': {
    id: 'listPayoutsOfRun',
    path: { id: payoutRunId },
    query: itemListParameters,
    answers: ok('A page of its payouts', payoutItemList),
    problems: [...queryProblems, 'request.bad-cursor', 'payout.run-not-found'],
  },
  'GET /v1/payout-runs/{id}/file': {
    id: 'getPayoutRunFile',
    description: 'The same bytes each time, once it is submitted, until something comes back.',
    path: { id: payoutRunId },
    query: noParameters,
    answers: {
      200: { description: 'pain.001.001.09', content: { 'application/xml': payoutXml } },
    },
    problems: [...queryProblems, 'payout.run-not-found', 'payout.run-not-open', 'payout.no-file'],
  },
  'POST /v1/payout-runs/{id}/approve': {
    id: 'approvePayoutRun',
    path: { id: payoutRunId },
    query: noParameters,
    answers: run,
    problems: [...queryProblems, ...moving, 'payout.same-key'],
  },
  'POST /v1/payout-runs/{id}/submit': {
    id: 'submitPayoutRun',
    description:
      'Whose method has changed since, or who has less to come, is left out. From then on it is not cancelled. Asked again after a crash, it goes on.',
    path: { id: payoutRunId },
    query: noParameters,
    answers: run,
    problems: [...queryProblems, 'billing-settings.not-found', ...moving],
  },
  'POST /v1/payout-runs/{id}/cancel': {
    id: 'cancelPayoutRun',
    path: { id: payoutRunId },
    query: noParameters,
    answers: run,
    problems: [...queryProblems, ...moving],
  },
  'GET /v1/payouts/{id}': {
    id: 'getPayout',
    path: { id: payoutName },
    query: noParameters,
    answers: ok('The payout', payout),
    problems: [...queryProblems, 'payout.not-found'],
  },
  'POST /v1/payouts/outcomes': {
    id: 'tellPayoutOutcome',
    description:
      'What `POST /v1/bank-statements` answers as `payouts` is the body. What came back is owed again, with its fee.',
    query: noParameters,
    request: json(payoutOutcomeBody),
    answers: ok('What became of the payouts', toldPayouts),
    problems: [
      ...bodyProblems,
      'billing-settings.not-found',
      'payout.not-found',
      'payout.run-not-found',
      'payout.run-not-open',
      'payout.amount-differs',
      'payout.told-otherwise',
      'payout.by-contract',
      'payout.day-invalid',
    ],
  },
  'GET /v1/payouts/commits': {
    id: 'listPayoutCommits',
    description: 'Of the contract that settings name.',
    query: commitListParameters,
    answers: ok('A page of commits', payoutCommitList),
    problems: [...queryProblems, 'request.bad-cursor', 'payout.contract-missing'],
  },
  'POST /v1/payouts/commits': {
    id: 'preparePayoutCommit',
    description:
      'It has what submitted runs over `evm` pay, at most five of them, and never changes: somebody may have signed it. The one that is not settled yet is answered again.',
    query: noParameters,
    request: json(commitBody),
    answers: ok('The commit', payoutCommit),
    problems: [
      ...bodyProblems,
      'payout.contract-missing',
      'payout.contract-unknown',
      'payout.contract-differs',
      'payout.contract-full',
      'payout.nothing-to-commit',
      'payout.outcome-unknown',
    ],
  },
  'GET /v1/payouts/commits/{epoch}': {
    id: 'getPayoutCommit',
    path: { epoch: commitEpoch },
    query: noParameters,
    answers: ok('The commit', payoutCommit),
    problems: [...queryProblems, 'payout.contract-missing', 'payout.commit-not-found'],
  },
  'POST /v1/payouts/commits/{epoch}/look': {
    id: 'lookAtPayoutCommit',
    description:
      'Where the last final block has it, its payouts are settled. The schedule looks, too. Safe to repeat.',
    path: { epoch: commitEpoch },
    query: noParameters,
    answers: ok('The commit, and what was found', lookedCommit),
    problems: [
      ...queryProblems,
      'billing-settings.not-found',
      'payout.contract-missing',
      'payout.commit-not-found',
      'payout.changed-meanwhile',
    ],
  },
  'GET /v1/payees/{key}/claim': {
    id: 'getPayeeClaim',
    description:
      'By the root that the contract has now. It is good until the next commit: then ask again. With a payee’s token, of its own accounts alone.',
    path: { key: payeeKey },
    query: claimParameters,
    answers: ok('What it may claim', payeeClaim),
    problems: [...queryProblems, 'payout.contract-missing', 'payout.no-claim'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof payoutsRoutes>, Operation>>;
