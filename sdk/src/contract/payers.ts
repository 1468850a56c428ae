// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  PayerKey,
} from './shared.ts';

/** A page of what is held. It may be short, or have none, before the last. */
export interface HeldList {
  readonly payer: PayerKey;
  readonly records: readonly {
    readonly place: HeldPlace;
    /** As it is kept there. */
    readonly record: Readonly<Record<string, unknown>>;
  }[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/**
 * `customer`: The customer, as it is. `customer-history`: What the customer was, the latest first.
 * `mandates`: What it has signed, so that money is taken from its account. `claims`: Who asked last
 * to have a subject. `salts`: Under which pseudonym the usage of a subject is. `quarantine`: Events
 * of its subjects that could not be counted. `totals`: What meters counted of its subjects, by
 * quarter hours. `levels`: What levels of its subjects stood at where months begin. `events`:
 * Events of its subjects, from the usage log. `documents`: What the books have of it: invoices,
 * statements, credit notes, voids, payments. `audit`: Changes that were asked for, of which it is
 * named as the target.
 */
export type HeldPlace = 'customer' | 'customer-history' | 'mandates' | 'claims' | 'salts' | 'quarantine' | 'totals' | 'levels' | 'events' | 'documents' | 'audit';

/** The operations of payers. */
export interface PayersOperations {
  /** All that is held of a payer, place by place. */
  readonly listHeld: {
    readonly method: 'GET';
    readonly path: '/v1/payers/{key}/held';
    readonly query: {
      /** Records on a page at most; 200 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: HeldList;
  };
}
