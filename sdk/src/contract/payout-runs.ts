// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
  PayeeKey,
  ShownPayoutMethod,
} from './shared.ts';

export interface PayoutItem {
  /** What the document is called in the books. */
  readonly payout: string;
  /** What banks call it, there and back. */
  readonly reference: string;
  readonly payee: PayeeKey;
  readonly currency: string;
  /** What the payee has less to come. */
  readonly amount: string;
  /** In major units, with the currency’s minor digits. */
  readonly fee: string;
  readonly paidBy: ShownPayoutMethod;
  readonly status: 'prepared' | 'left-out' | 'in-transit' | 'settled' | 'returned';
  /** A local date, `YYYY-MM-DD`. */
  readonly settledOn?: string;
  /** A local date, `YYYY-MM-DD`. */
  readonly returnedOn?: string;
  /** Why it came back. */
  readonly reason?: string;
}

/** A page of 100 payouts of a run, by their payees. */
export interface PayoutItemList {
  readonly payouts: readonly PayoutItem[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** What a run would pay; nothing was prepared. */
export interface PayoutProposal {
  /** `sepa`: by a file for the bank. `manual`: by hand. `evm`: by a contract on a chain. */
  readonly rail: 'sepa' | 'manual' | 'evm';
  readonly count: number;
  readonly sums: readonly {
    readonly currency: string;
    readonly count: number;
    /** What payees have less to come, fees included. */
    readonly amount: string;
    /** In major units, with the currency’s minor digits. */
    readonly fees: string;
  }[];
  /** The first 200. */
  readonly items: readonly {
    readonly payee: PayeeKey;
    readonly currency: string;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
    /** In major units, with the currency’s minor digits. */
    readonly fee: string;
  }[];
  /** The first 200 to whom anything is payable. */
  readonly leftOut: readonly ({
    readonly payee: PayeeKey;
    readonly currency: string;
    /** What is payable now. */
    readonly amount: string;
    readonly why: 'below-threshold' | 'no-method' | 'other-currency' | 'below-fee' | 'came-back';
  })[];
  readonly next?: PayeeKey;
}

export interface PayoutRun {
  /** A run, by its id. */
  readonly id: string;
  /** `sepa`: by a file for the bank. `manual`: by hand. `evm`: by a contract on a chain. */
  readonly rail: 'sepa' | 'manual' | 'evm';
  /**
   * `approved`: by another key. `submitting`: it is gone on with when it is submitted again.
   * `submitted`: all in it has left payees’ balances. `done`: all of it is settled or has come
   * back.
   */
  readonly status: 'prepared' | 'approved' | 'submitting' | 'submitted' | 'done' | 'cancelled';
  /** From `submitted` on: when the bank is to pay. */
  readonly payOn?: string;
  /** How many items it was prepared with. */
  readonly count: number;
  /** As it was prepared. */
  readonly sums: readonly {
    readonly currency: string;
    readonly count: number;
    /** What payees have less to come, fees included. */
    readonly amount: string;
    /** In major units, with the currency’s minor digits. */
    readonly fees: string;
  }[];
  /** The key that prepared it, or `schedule`. */
  readonly madeBy: string;
  readonly madeAt: Instant;
  readonly approvedBy?: string;
  readonly approvedAt?: Instant;
  readonly submittedAt?: Instant;
  /** How many payees were left out as it was prepared, by why. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** There were more than one run takes: ask for the next with this as `after`. */
  readonly next?: PayeeKey;
  /** What was prepared, and left out as it was submitted. */
  readonly without: readonly ({
    readonly payee: PayeeKey;
    readonly currency: string;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
    /**
     * `method-changed`: it is paid by another since. `fell-below`: less is payable by now.
     * `came-back`: a payout by the same method came back meanwhile.
     */
    readonly why: 'method-changed' | 'fell-below' | 'came-back';
  })[];
  /** How many payouts are under way, settled, or came back. */
  readonly states?: {
    readonly inTransit: number;
    readonly settled: number;
    readonly returned: number;
  };
}

export interface PayoutRunBody {
  /** `sepa`: by a file for the bank. `manual`: by hand. `evm`: by a contract on a chain. */
  readonly rail: 'sepa' | 'manual' | 'evm';
  /** When the bank is to pay; the next day on which banks settle where left out. */
  readonly payOn?: string;
  /** These alone. */
  readonly payees?: readonly PayeeKey[];
  /** Only payees past this one: `next` of the run before. */
  readonly after?: PayeeKey;
}

/** A page of the runs, the latest first. */
export interface PayoutRunList {
  readonly runs: readonly ({
    /** A run, by its id. */
    readonly id: string;
    /** `sepa`: by a file for the bank. `manual`: by hand. `evm`: by a contract on a chain. */
    readonly rail: 'sepa' | 'manual' | 'evm';
    /**
     * `approved`: by another key. `submitting`: it is gone on with when it is submitted again.
     * `submitted`: all in it has left payees’ balances. `done`: all of it is settled or has come
     * back.
     */
    readonly status: 'prepared' | 'approved' | 'submitting' | 'submitted' | 'done' | 'cancelled';
    /** From `submitted` on: when the bank is to pay. */
    readonly payOn?: string;
    /** How many items it was prepared with. */
    readonly count: number;
    /** As it was prepared. */
    readonly sums: readonly {
      readonly currency: string;
      readonly count: number;
      /** What payees have less to come, fees included. */
      readonly amount: string;
      /** In major units, with the currency’s minor digits. */
      readonly fees: string;
    }[];
    /** The key that prepared it, or `schedule`. */
    readonly madeBy: string;
    readonly madeAt: Instant;
    readonly approvedBy?: string;
    readonly approvedAt?: Instant;
    readonly submittedAt?: Instant;
    /** How many payees were left out as it was prepared, by why. */
    readonly leftOut: Readonly<Record<string, number>>;
    /** There were more than one run takes: ask for the next with this as `after`. */
    readonly next?: PayeeKey;
  })[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** The operations of payout runs. */
export interface PayoutRunsOperations {
  /** What a run would pay, and whom not, and why. */
  readonly proposePayoutRun: {
    readonly method: 'GET';
    readonly path: '/v1/payout-runs/proposal';
    readonly query: {
      /** `sepa`: by a file for the bank. `manual`: by hand. `evm`: by a contract on a chain. */
      readonly rail: 'sepa' | 'manual' | 'evm';
      readonly payOn?: string | undefined;
      /** These alone: their keys, separated by commas. */
      readonly payees?: string | undefined;
      /** Only payees past this one. */
      readonly after?: PayeeKey | undefined;
    };
    readonly answer: PayoutProposal;
  };
  /** The runs of payouts. */
  readonly listPayoutRuns: {
    readonly method: 'GET';
    readonly path: '/v1/payout-runs';
    readonly query: {
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: PayoutRunList;
  };
  /** Prepare a run of payouts. */
  readonly preparePayoutRun: {
    readonly method: 'POST';
    readonly path: '/v1/payout-runs';
    readonly body: PayoutRunBody;
    readonly answer: PayoutRun;
  };
  /** One run, and what became of it. */
  readonly getPayoutRun: {
    readonly method: 'GET';
    readonly path: '/v1/payout-runs/{id}';
    readonly answer: PayoutRun;
  };
  /** The payouts of a run, and what became of each. */
  readonly listPayoutsOfRun: {
    readonly method: 'GET';
    readonly path: '/v1/payout-runs/{id}/payouts';
    readonly query: {
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: PayoutItemList;
  };
  /** The file of a run, for the bank. */
  readonly getPayoutRunFile: {
    readonly method: 'GET';
    readonly path: '/v1/payout-runs/{id}/file';
    readonly answer: unknown;
  };
  /** Approve a run, with another key than the one that prepared it. */
  readonly approvePayoutRun: {
    readonly method: 'POST';
    readonly path: '/v1/payout-runs/{id}/approve';
    readonly answer: PayoutRun;
  };
  /** Take what an approved run pays from what is owed. */
  readonly submitPayoutRun: {
    readonly method: 'POST';
    readonly path: '/v1/payout-runs/{id}/submit';
    readonly answer: PayoutRun;
  };
  /** Cancel a run of which nothing was taken. */
  readonly cancelPayoutRun: {
    readonly method: 'POST';
    readonly path: '/v1/payout-runs/{id}/cancel';
    readonly answer: PayoutRun;
  };
}
