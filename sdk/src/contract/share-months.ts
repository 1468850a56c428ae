// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  ShareMonth,
} from './shared.ts';

/** All of them, by month. */
export interface ShareMonthList {
  readonly months: readonly ShareMonth[];
}

/** The operations of share months. */
export interface ShareMonthsOperations {
  /** The months in which payees earn, and where each stands. */
  readonly listShareMonths: {
    readonly method: 'GET';
    readonly path: '/v1/share-months';
    readonly answer: ShareMonthList;
  };
  /** One month in which payees earn: what was shared, and who has it. */
  readonly getShareMonth: {
    readonly method: 'GET';
    readonly path: '/v1/share-months/{month}';
    readonly answer: ShareMonth;
  };
}
