import type { AnswerOf, RequestOf } from '../api.ts';

/** Who asks, what it is owed, and how it is paid. */
export type Payee = AnswerOf<'GET /v1/payee'>;
export type Owed = Payee['balances'][number];

/** What it has earned of a month so far. */
export type Earnings = AnswerOf<'GET /v1/payees/{key}/earnings'>;

/** What it was told of a month. */
export type Statement = AnswerOf<'GET /v1/payees/{key}/statements'>['statements'][number];

/** By what it wants to be paid. */
export type WantedMethod = NonNullable<RequestOf<'PUT /v1/payees/{key}/payout'>['body']['payout']>;
