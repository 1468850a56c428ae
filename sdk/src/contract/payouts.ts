// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  BankAddress,
  Decimal,
  PayeeKey,
  PayoutOutcomeBody,
} from './shared.ts';

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
  /** JSON-RPC of a node of the chain, which says what the contract has. */
  readonly rpc: string;
}

export interface PayoutSettings {
  /** The account that pays, by its last four. */
  readonly from?: {
    readonly name: string;
    readonly lastFour: string;
  };
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
  /** All but where it is asked for. */
  readonly contract?: {
    readonly network: string;
    readonly address: string;
    readonly token: string;
    readonly decimals: number;
    readonly currency: string;
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
    readonly rail: 'sepa' | 'manual';
  };
  readonly revision?: number;
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
}
