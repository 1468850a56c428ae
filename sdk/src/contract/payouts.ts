// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  BankAddress,
  ContractCall,
  Decimal,
  Instant,
  PayeeKey,
  PayoutOutcomeBody,
} from './shared.ts';

export interface LookedPayoutCommit {
  readonly commit: PayoutCommit;
  /**
   * `waiting`: the contract does not have it for good. `unknown`: nobody says what the contract
   * has. `differs`: it has another root; look who commits.
   */
  readonly found: 'settled' | 'waiting' | 'unknown' | 'differs';
  /** Where it waits: whether the latest block has it. */
  readonly isThere?: boolean;
  /** Where it waits: what has to be sent to the contract before it takes it. */
  readonly missingUnits?: string;
  /** In major units, with the currency’s minor digits. */
  readonly missing?: string;
  /** Who has to sign it. */
  readonly committer?: string;
  /** For a person. */
  readonly detail?: string;
}

export interface Payout {
  /** What the document is called in the books. */
  readonly payout: string;
  /** What banks call it, there and back. */
  readonly reference: string;
  /** A run, by its id. */
  readonly run: string;
  /** `sepa`: by a file for the bank. `manual`: by hand. `evm`: by a contract on a chain. */
  readonly rail: 'sepa' | 'manual' | 'evm';
  readonly payee: PayeeKey;
  readonly currency: string;
  /** What the payee had less to come. */
  readonly amount: string;
  /** In major units, with the currency’s minor digits. */
  readonly fee: string;
  /** When it was taken from what is owed. */
  readonly day: string;
  readonly status: 'in-transit' | 'settled' | 'returned';
  /** A local date, `YYYY-MM-DD`. */
  readonly settledOn?: string;
  /** A local date, `YYYY-MM-DD`. */
  readonly returnedOn?: string;
  /** Why it came back. */
  readonly reason?: string;
}

/** A root that the contract is to be given. */
export interface PayoutCommit {
  /** Which root of the contract it is, from 1. */
  readonly epoch: number;
  /**
   * `prepared`: it waits to be signed and sent, or to be final. `committed`: the contract has it,
   * for good. `settled`: so the books say of all its payouts.
   */
  readonly status: 'prepared' | 'committed' | 'settled';
  readonly network: string;
  readonly contract: string;
  readonly token: string;
  readonly currency: string;
  /** `0x` and 64 hexadecimal digits. */
  readonly root: string;
  /** What all accounts were given since the first epoch. */
  readonly total: string;
  /** What of that is new in it. */
  readonly added: string;
  /** Whole units of the token, as the chain counts. */
  readonly totalUnits: string;
  readonly accounts: number;
  /** How many payouts are new in it. */
  readonly payouts: number;
  /** Of which runs these are. */
  readonly runs: readonly string[];
  readonly madeBy: string;
  readonly madeAt: Instant;
  /** What is anchored by it, where the settings of the contract say so. */
  readonly anchor?: {
    /** The name of the public log. */
    readonly log: string;
    /** Of whose checkpoint. */
    readonly day: string;
    /** The last 32 bytes of the call data. */
    readonly digest: string;
  };
  /** When it was seen to be final. */
  readonly committedAt?: Instant;
  readonly call: ContractCall;
}

export interface PayoutCommitBody {
}

/** A page of the commits, the latest first. */
export interface PayoutCommitList {
  readonly commits: readonly ({
    /** Which root of the contract it is, from 1. */
    readonly epoch: number;
    /**
     * `prepared`: it waits to be signed and sent, or to be final. `committed`: the contract has it,
     * for good. `settled`: so the books say of all its payouts.
     */
    readonly status: 'prepared' | 'committed' | 'settled';
    readonly network: string;
    readonly contract: string;
    readonly token: string;
    readonly currency: string;
    /** `0x` and 64 hexadecimal digits. */
    readonly root: string;
    /** What all accounts were given since the first epoch. */
    readonly total: string;
    /** What of that is new in it. */
    readonly added: string;
    /** Whole units of the token, as the chain counts. */
    readonly totalUnits: string;
    readonly accounts: number;
    /** How many payouts are new in it. */
    readonly payouts: number;
    /** Of which runs these are. */
    readonly runs: readonly string[];
    readonly madeBy: string;
    readonly madeAt: Instant;
    /** What is anchored by it, where the settings of the contract say so. */
    readonly anchor?: {
      /** The name of the public log. */
      readonly log: string;
      /** Of whose checkpoint. */
      readonly day: string;
      /** The last 32 bytes of the call data. */
      readonly digest: string;
    };
    /** When it was seen to be final. */
    readonly committedAt?: Instant;
  })[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface PayoutContractBody {
  /** CAIP-2, of an EVM chain. */
  readonly network: string;
  /** Of the payout contract. */
  readonly address: string;
  /** In which it pays. */
  readonly token: string;
  /** Of the token: no fewer than the currency has. */
  readonly decimals: number;
  /** Which currency one whole token stands for: yours to say. */
  readonly currency: string;
  /**
   * Whether each commit carries the digest of the last day’s checkpoint of your public log, behind
   * its call data: so the chain says since when that was there. No where left out.
   */
  readonly anchorsLog?: boolean;
  /** JSON-RPC of a node of the chain, which says what the contract has. */
  readonly rpc: string;
}

export interface PayoutSettings {
  /** The account that pays, by its last four. */
  readonly from?: {
    readonly name: string;
    readonly lastFour: string;
  };
  /** The contract that pays on a chain. */
  readonly contract?: ShownPayoutContract;
  readonly currencies: readonly string[];
  readonly thresholds: Readonly<Record<string, string>>;
  readonly fees: {
    readonly sepa: Readonly<Record<string, string>>;
    readonly manual: Readonly<Record<string, string>>;
    readonly evm: Readonly<Record<string, string>>;
  };
  readonly reserveDays: number;
  readonly methodWaitDays: number;
  readonly inTransitDays: number;
  readonly schedule?: {
    readonly day: number;
    /** `sepa`: by a file for the bank. `manual`: by hand. `evm`: by a contract on a chain. */
    readonly rail: 'sepa' | 'manual' | 'evm';
  };
  /** 0 where nothing was ever put. */
  readonly revision: number;
}

export interface PayoutSettingsBody {
  /** The account that pays over SEPA. */
  readonly from?: {
    /** As payees read it on their statements. */
    readonly name: string;
    /** Without spaces. */
    readonly iban: string;
    /** Of the bank; the IBAN says it too. */
    readonly bic?: string;
    readonly address?: BankAddress;
  };
  /** The contract that pays on a chain. */
  readonly contract?: PayoutContractBody;
  /** In which the bank pays by file; EUR alone where left out. */
  readonly currencies?: readonly string[];
  /** Less than that is not paid out, by currency. */
  readonly thresholds?: Readonly<Record<string, Decimal>>;
  /** What a payee pays for a payout: it is taken off. */
  readonly fees?: {
    /** Of each payout over SEPA. */
    readonly sepa?: Readonly<Record<string, Decimal>>;
    /** Of each payout by hand. */
    readonly manual?: Readonly<Record<string, Decimal>>;
    /** Of each payout by a contract. */
    readonly evm?: Readonly<Record<string, Decimal>>;
  };
  /** What statements of the last so many days said is held back; 14 where left out. */
  readonly reserveDays?: number;
  /** So many days a changed method waits before anybody is paid by it; 7 where left out. */
  readonly methodWaitDays?: number;
  /** A payout that is longer under way is told of; 5 where left out. */
  readonly inTransitDays?: number;
  /** When a run is prepared by itself. A person approves it all the same. */
  readonly schedule?: {
    /** Of each month. */
    readonly day: number;
    /** By which it pays. */
    readonly rail: 'sepa' | 'manual' | 'evm';
  };
  /**
   * The revision this replaces, 0 for none: refused when there is another. Left out, whatever there
   * is.
   */
  readonly revision?: number;
}

export interface ShownPayoutContract {
  /** CAIP-2, of an EVM chain. */
  readonly network: string;
  /** Of the payout contract. */
  readonly address: string;
  /** In which it pays. */
  readonly token: string;
  /** Of the token: no fewer than the currency has. */
  readonly decimals: number;
  /** Which currency one whole token stands for: yours to say. */
  readonly currency: string;
  /**
   * Whether each commit carries the digest of the last day’s checkpoint of your public log, behind
   * its call data: so the chain says since when that was there. No where left out.
   */
  readonly anchorsLog?: boolean;
  /** The host of `rpc`; a key in it is not shown. */
  readonly node: string;
}

export interface ToldPayouts {
  /** The first 100 that it was told of. */
  readonly payouts: readonly ({
    readonly payout: string;
    readonly status: 'settled' | 'returned';
  })[];
  readonly count: number;
}

/** The operations of payouts. */
export interface PayoutsOperations {
  /** How payees are paid in general. */
  readonly getPayoutSettings: {
    readonly method: 'GET';
    readonly path: '/v1/payouts/settings';
    readonly answer: PayoutSettings;
  };
  /** Say from which account, from which amount on and when payees are paid. */
  readonly putPayoutSettings: {
    readonly method: 'PUT';
    readonly path: '/v1/payouts/settings';
    readonly body: PayoutSettingsBody;
    readonly answer: PayoutSettings;
  };
  /** One payout, and what became of it. */
  readonly getPayout: {
    readonly method: 'GET';
    readonly path: '/v1/payouts/{id}';
    readonly answer: Payout;
  };
  /** Confirm what became of payouts: paid, or come back. */
  readonly tellPayoutOutcome: {
    readonly method: 'POST';
    readonly path: '/v1/payouts/outcomes';
    readonly body: PayoutOutcomeBody;
    readonly answer: ToldPayouts;
  };
  /** The commits to the contract that pays on a chain. */
  readonly listPayoutCommits: {
    readonly method: 'GET';
    readonly path: '/v1/payouts/commits';
    readonly query: {
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: PayoutCommitList;
  };
  /** Prepare the next commit, to be signed elsewhere. */
  readonly preparePayoutCommit: {
    readonly method: 'POST';
    readonly path: '/v1/payouts/commits';
    readonly body: PayoutCommitBody;
    readonly answer: PayoutCommit;
  };
  /** One commit, and its call data. */
  readonly getPayoutCommit: {
    readonly method: 'GET';
    readonly path: '/v1/payouts/commits/{epoch}';
    readonly answer: PayoutCommit;
  };
  /** Look whether the contract has a commit for good. */
  readonly lookAtPayoutCommit: {
    readonly method: 'POST';
    readonly path: '/v1/payouts/commits/{epoch}/look';
    readonly answer: LookedPayoutCommit;
  };
}
