import type { AnswerOf } from '../api.ts';

/** Who asks, and what it may. */
export type Wallet = AnswerOf<'GET /v1/payers/{payer}/wallet'>;
export type Me = AnswerOf<'GET /v1/me'>;

/** What it has, and what bounds it. */
export type Spend = AnswerOf<'GET /v1/payers/{payer}/spend'>;

/** A pass that it can buy. */
export type OfferedPass = AnswerOf<'GET /v1/passes'>['passes'][number];

/** What it was charged for one thing. */
export type Charge = AnswerOf<'GET /v1/payers/{payer}/charges'>['charges'][number];

/** What was asked for over rails. */
export type TopUps = AnswerOf<'GET /v1/payers/{payer}/wallet/top-ups'>;
