// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
  Month,
  PayerKey,
} from './shared.ts';

/**
 * Without `customer` and `payee`, the customers’ own accounts stand together as `customers:…`, the
 * payees’ as `payees:…`.
 */
export interface AccountList {
  readonly accounts: readonly {
    readonly account: string;
    readonly currency: string;
    /**
     * Signed, in major units, to the nano: receivables positive, revenue and tax owed negative.
     */
    readonly balance: string;
  }[];
}

export interface EntryList {
  readonly account: string;
  readonly entries: readonly ({
    readonly document: string;
    readonly kind: 'invoice' | 'statement' | 'credit-note' | 'void' | 'payment' | 'application' | 'refund' | 'reversal' | 'breakage' | 'write-off' | 'reminder' | 'pause' | 'share' | 'share-reversal' | 'payee-statement' | 'payout' | 'payout-settlement' | 'payout-return' | 'claim';
    readonly number?: string;
    /** Who pays; not there where it is about a payee. */
    readonly customer?: PayerKey;
    /** Who earns; not there where it is about a customer. */
    readonly payee?: string;
    readonly effectiveAt: Instant;
    readonly recordedAt: Instant;
    readonly currency: string;
    /**
     * Signed, in major units, to the nano: receivables positive, revenue and tax owed negative.
     */
    readonly amount: string;
    /**
     * Of revenue, earned or deferred: the month of the payer’s calendar that it is for. Documents
     * of before it was kept do not say it.
     */
    readonly service?: Month;
  })[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** The operations of accounts. */
export interface AccountsOperations {
  /** Balances of the books. */
  readonly listAccounts: {
    readonly method: 'GET';
    readonly path: '/v1/accounts';
    readonly query: {
      /** Only this customer’s own accounts. */
      readonly customer?: PayerKey | undefined;
      /** Only this payee’s own account, in each currency. */
      readonly payee?: string | undefined;
    };
    readonly answer: AccountList;
  };
  /** Entries of one account. */
  readonly listEntries: {
    readonly method: 'GET';
    readonly path: '/v1/accounts/{account}/entries';
    readonly query: {
      /** Entries on a page, a few more where one document has several; 100 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: EntryList;
  };
}
