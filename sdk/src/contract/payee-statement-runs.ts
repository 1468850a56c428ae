// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  ShareMonth,
  ShareRunBody,
} from './shared.ts';

/** The operations of payee statement runs. */
export interface PayeeStatementRunsOperations {
  /** Tell payees of a month. */
  readonly startPayeeStatementRun: {
    readonly method: 'POST';
    readonly path: '/v1/payee-statement-runs';
    readonly body: ShareRunBody;
    readonly answer: ShareMonth;
  };
}
