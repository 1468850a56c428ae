// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  BankAddress,
  ContractCall,
  Decimal,
  Instant,
  Month,
  PayeeKey,
  PayeeStatementList,
  PostalAddress,
  ShownPayoutMethod,
  TaxTreatment,
} from './shared.ts';

export interface Payee {
  readonly key: PayeeKey;
  /** Whom statements are made out to. */
  readonly name: string;
  /** Where it is taxed: ISO 3166. */
  readonly country?: string;
  /** Its VAT or other tax number. */
  readonly taxNumber?: string;
  /** As it stands on its statements. */
  readonly address?: PostalAddress;
  /** In a register of companies. */
  readonly registrationNumber?: string;
  /** Where electronic invoices are delivered (scheme of the EAS list). */
  readonly electronicAddress?: {
    /** What kind of address it is, by the EAS list. */
    readonly scheme: string;
    /** The address itself. */
    readonly id: string;
  };
  /**
   * How what it earns is taxed, where it is registered for tax and has agreed to self-billing: then
   * its statements are invoices that you write in its name. Left out, they are none.
   */
  readonly tax?: TaxTreatment;
  /** Of its statements. */
  readonly language?: 'en' | 'de' | 'fr';
  /** Stands on its invoices; nothing is sent to it. */
  readonly email?: string;
  /** Nobody new is to be named; what it has earned stays its own. */
  readonly archived?: true;
  readonly revision: number;
}

export interface PayeeBalance {
  readonly currency: string;
  /**
   * What is owed: `opening` + `earned` + `claimed` - `paidOut`. Below zero where more was paid out
   * than was earned in the end.
   */
  readonly payable: string;
  /** What was owed with the last statement. */
  readonly opening: string;
  /** Earned since, less what was taken back. */
  readonly earned: string;
  /** Moved here from other keys since, less what was moved. */
  readonly claimed: string;
  /** Paid out since, less what came back. */
  readonly paidOut: string;
  /** Paid out, and not settled by its rail yet. */
  readonly inTransit: string;
  /** How many statements there are. */
  readonly statements: number;
  /** The month of the last statement. */
  readonly period?: Month;
}

export interface PayeeBalances {
  readonly payee: PayeeKey;
  /** By currency: nothing is converted. */
  readonly balances: readonly PayeeBalance[];
}

export interface PayeeBody {
  /** Whom statements are made out to. */
  readonly name: string;
  /** Where it is taxed: ISO 3166. */
  readonly country?: string;
  /** Its VAT or other tax number. */
  readonly taxNumber?: string;
  /** As it stands on its statements. */
  readonly address?: PostalAddress;
  /** In a register of companies. */
  readonly registrationNumber?: string;
  /** Where electronic invoices are delivered (scheme of the EAS list). */
  readonly electronicAddress?: {
    /** What kind of address it is, by the EAS list. */
    readonly scheme: string;
    /** The address itself. */
    readonly id: string;
  };
  /**
   * How what it earns is taxed, where it is registered for tax and has agreed to self-billing: then
   * its statements are invoices that you write in its name. Left out, they are none.
   */
  readonly tax?: TaxTreatment;
  /** Of its statements. */
  readonly language?: 'en' | 'de' | 'fr';
  /** Stands on its invoices; nothing is sent to it. */
  readonly email?: string;
  /** Nobody new is to be named; what it has earned stays its own. */
  readonly archived?: true;
  /**
   * The revision this replaces, 0 to create: refused when there is another. Left out, whatever
   * there is.
   */
  readonly revision?: number;
}

/** What a payee may claim of the contract: anybody may send it. */
export interface PayeeClaim {
  readonly payee: PayeeKey;
  readonly network: string;
  readonly contract: string;
  readonly token: string;
  readonly currency: string;
  readonly account: string;
  /** By whose root it is claimed. */
  readonly epoch: number;
  /** What the account was given in all. */
  readonly given: string;
  /** Whole units of the token, as the chain counts. */
  readonly givenUnits: string;
  /** What of that it has not claimed; left out where the chain did not say. */
  readonly due?: string;
  /** Whole units of the token, as the chain counts. */
  readonly dueUnits?: string;
  /** From its leaf to the root. */
  readonly proof: readonly string[];
  readonly call: ContractCall;
}

export interface PayeeDocument {
  readonly id: string;
  readonly kind: 'share' | 'share-reversal' | 'payee-statement' | 'payout' | 'payout-settlement' | 'payout-return' | 'claim';
  readonly currency: string;
  /** The day on which it counts, `YYYY-MM-DD`, in the seller’s time zone. */
  readonly date: string;
  readonly recordedAt: Instant;
  /** By how much more is owed with it; below zero where it is less. */
  readonly amount: string;
  readonly number?: string;
  readonly period?: Month;
  /** Of a payout: the run that it is of. */
  readonly run?: string;
  /** Of what settles or returns one: its id. */
  readonly payout?: string;
  /** Of a claim: the key that it stood under. */
  readonly from?: string;
  readonly rail?: string;
  readonly reference?: string;
  readonly reason?: string;
}

export interface PayeeDocumentList {
  readonly documents: readonly PayeeDocument[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** A page of the payees, by key. */
export interface PayeeList {
  readonly payees: readonly Payee[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** How a payee is paid. */
export interface PayeePayout {
  readonly payee: PayeeKey;
  /** By which it is paid now. */
  readonly payout: ShownPayoutMethod;
  readonly since: Instant;
  /** By which it is to be paid from then on. To call it off, put the other again. */
  readonly waiting?: {
    readonly payout: ShownPayoutMethod;
    readonly from: Instant;
    readonly changedAt: Instant;
  };
  /**
   * A payout by this method came back: the payee is in no run until it has another, or `tryAgain`
   * is said.
   */
  readonly cameBack?: {
    readonly payout: string;
    /** A local date, `YYYY-MM-DD`. */
    readonly on: string;
    readonly reason: string;
  };
  readonly thresholds: Readonly<Record<string, string>>;
  readonly revision: number;
}

export interface PayeePayoutBody {
  /** Left out, it stays as it is, and so do `thresholds` that are left out then. */
  readonly payout?: PayoutMethod;
  /**
   * Of its own choice: less than that is not paid out, by currency. Left out beside a `payout`,
   * none.
   */
  readonly thresholds?: Readonly<Record<string, Decimal>>;
  /**
   * A payout came back, and the method is right all the same: the payee is in the next run again.
   */
  readonly tryAgain?: true;
  /**
   * The revision this replaces, 0 for none: refused when there is another. Left out, whatever there
   * is.
   */
  readonly revision?: number;
}

export type PayoutMethod = {
  readonly method: 'sepa';
  /** Without spaces. */
  readonly iban: string;
  /** Of the bank; the IBAN says it too. */
  readonly bic?: string;
  /** Whose account it is. */
  readonly holder: string;
  /** Needed where the account is outside the European Economic Area. */
  readonly address?: BankAddress;
} | {
  readonly method: 'manual';
} | {
  readonly method: 'evm';
  readonly address: string;
};

/** The operations of payees. */
export interface PayeesOperations {
  /** List the payees. */
  readonly listPayees: {
    readonly method: 'GET';
    readonly path: '/v1/payees';
    readonly query: {
      /** How many on a page at most; 100 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: PayeeList;
  };
  /** One payee. */
  readonly getPayee: {
    readonly method: 'GET';
    readonly path: '/v1/payees/{key}';
    readonly answer: Payee;
  };
  /** Create or replace a payee. */
  readonly putPayee: {
    readonly method: 'PUT';
    readonly path: '/v1/payees/{key}';
    readonly body: PayeeBody;
    readonly answer: Payee;
  };
  /** What a payee is owed, by currency. */
  readonly getPayeeBalance: {
    readonly method: 'GET';
    readonly path: '/v1/payees/{key}/balance';
    readonly answer: PayeeBalances;
  };
  /** What the books say of a payee: earned, stated, paid out and claimed. */
  readonly listPayeeDocuments: {
    readonly method: 'GET';
    readonly path: '/v1/payees/{key}/documents';
    readonly query: {
      /** Documents on a page; 50 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: PayeeDocumentList;
  };
  /** A payee’s statements, the latest first. */
  readonly listStatementsOfPayee: {
    readonly method: 'GET';
    readonly path: '/v1/payees/{key}/statements';
    readonly query: {
      /** Statements on a page at most; 50 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: PayeeStatementList;
  };
  /** How a payee is paid. */
  readonly getPayeePayout: {
    readonly method: 'GET';
    readonly path: '/v1/payees/{key}/payout';
    readonly answer: PayeePayout;
  };
  /** Say how a payee is paid. */
  readonly putPayeePayout: {
    readonly method: 'PUT';
    readonly path: '/v1/payees/{key}/payout';
    readonly body: PayeePayoutBody;
    readonly answer: PayeePayout;
  };
  /** What a payee may claim of the contract, with the proof. */
  readonly getPayeeClaim: {
    readonly method: 'GET';
    readonly path: '/v1/payees/{key}/claim';
    readonly query: {
      /** Another account than the payee is paid by now: one that it was paid by before. */
      readonly account?: string | undefined;
      /** Another contract than that of the settings, by CAIP-10: one that paid before. */
      readonly contract?: string | undefined;
    };
    readonly answer: PayeeClaim;
  };
}
