// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  ShareMonth,
  ShareRunBody,
} from './shared.ts';

/** The operations of share runs. */
export interface ShareRunsOperations {
  /** Find out again what a month is worth to payees, of every payer that is closed. */
  readonly startShareRun: {
    readonly method: 'POST';
    readonly path: '/v1/share-runs';
    readonly body: ShareRunBody;
    readonly answer: ShareMonth;
  };
}
