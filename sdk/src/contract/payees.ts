// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  BankAddress,
  ContractCall,
  Decimal,
  Instant,
  MeterKey,
  Month,
  PayeeKey,
  PayeePayout,
  PayeeStatementList,
  PostalAddress,
  TaxTreatment,
} from './shared.ts';

export interface IssuedPayeeToken {
  /**
   * Shown this once. Sent as `Authorization: Bearer fte_…`, or to the second front in the cookie
   * `farthing-payee-token`; never in an address.
   */
  readonly token: string;
  /** As `POST /v1/payees/{key}/tokens` answered it; it is no secret. */
  readonly id: string;
  readonly payee: PayeeKey;
  readonly actions: readonly ('read' | 'payout')[];
  readonly endsAt: Instant;
}

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

/**
 * What a payee has earned of a month that may not be over, as it would be if all of it is invoiced
 * and paid.
 */
export interface PayeeEarnings {
  readonly payee: PayeeKey;
  readonly period: Month;
  /** When it was reckoned: of what was sent a minute before, nothing is missing. */
  readonly asOf: Instant;
  /**
   * False where more used it than a request has time for: then it is reckoned up from 200 of them,
   * whom chance has chosen.
   */
  readonly exact: boolean;
  /** By currency: nothing is converted. Of all content, shown or not. */
  readonly sums: readonly {
    readonly currency: string;
    /** Exact, to 24 places, in major units and without tax. */
    readonly earned: string;
  }[];
  /** What earned the most first; at most 100. */
  readonly content: readonly {
    readonly currency: string;
    readonly meter: MeterKey;
    /** Of the dimension: what was used. */
    readonly value: string;
    readonly quantity: string;
    /** Exact, to 24 places, in major units and without tax. */
    readonly earned: string;
  }[];
}

/** A page of the payees, by key. */
export interface PayeeList {
  readonly payees: readonly Payee[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
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
   * A payout came back, and the method is right all the same: the payee is in the next run again. A
   * payee’s token cannot say it.
   */
  readonly tryAgain?: true;
  /**
   * The revision this replaces, 0 for none: refused when there is another. Left out, whatever there
   * is.
   */
  readonly revision?: number;
}

/** A token of a payee; never its secret. */
export interface PayeeToken {
  /** As `POST /v1/payees/{key}/tokens` answered it; it is no secret. */
  readonly id: string;
  readonly payee: PayeeKey;
  readonly actions: readonly ('read' | 'payout')[];
  readonly endsAt: Instant;
  readonly createdAt: Instant;
}

/** Tokens that are in force. */
export interface PayeeTokenList {
  /** The oldest first; at most 50. */
  readonly tokens: readonly PayeeToken[];
}

export interface PayeeTokenRequest {
  /**
   * What it is for: `read` what it earns, is told and is paid; `payout`: say how it is paid, and
   * from which amount on.
   */
  readonly actions: readonly ('read' | 'payout')[];
  /** Seconds until it ends: 30 days at most. */
  readonly expiresIn: number;
}

/** A token that is refused from now on. */
export interface PayeeTokenRevoked {
  /** As `POST /v1/payees/{key}/tokens` answered it; it is no secret. */
  readonly id: string;
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
  /** Of the account on the chain: `0x` and 40 hexadecimal digits. */
  readonly address: string;
};

/** A claim, as the books have it. */
export interface WaitingClaim {
  readonly id: string;
  readonly payee: PayeeKey;
  readonly from: string;
  readonly currency: string;
  /** In major units, to the nano. */
  readonly amount: string;
}

export interface WaitingClaimBody {
  /** The key that it stands under, as `GET /v1/accounts?payee=` takes it. */
  readonly from: string;
  readonly currency: string;
  /** All that waits there where left out. */
  readonly amount?: Decimal;
  readonly reason: string;
}

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
  /** What a payee has earned of a month so far, by content. */
  readonly getPayeeEarnings: {
    readonly method: 'GET';
    readonly path: '/v1/payees/{key}/earnings';
    readonly query: {
      /** The month that it is now where the seller is, where left out. */
      readonly period?: Month | undefined;
    };
    readonly answer: PayeeEarnings;
  };
  /** Make a token with which a payee asks by itself. */
  readonly createPayeeToken: {
    readonly method: 'POST';
    readonly path: '/v1/payees/{key}/tokens';
    readonly body: PayeeTokenRequest;
    readonly answer: IssuedPayeeToken;
  };
  /** The tokens of a payee that are in force. */
  readonly listPayeeTokens: {
    readonly method: 'GET';
    readonly path: '/v1/payees/{key}/tokens';
    readonly answer: PayeeTokenList;
  };
  /** Revoke a payee’s token: it is refused from then on. */
  readonly revokePayeeToken: {
    readonly method: 'POST';
    readonly path: '/v1/payees/{key}/tokens/{id}/revoke';
    readonly answer: PayeeTokenRevoked;
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
  /** Make a payee’s what waits under a key that is nobody’s. */
  readonly claimForPayee: {
    readonly method: 'POST';
    readonly path: '/v1/payees/{key}/claims';
    readonly body: WaitingClaimBody;
    readonly answer: WaitingClaim;
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
      /**
       * Another account than the payee is paid by now: one that it was paid by before. With a
       * payee’s token, one that it is to be paid by.
       */
      readonly account?: string | undefined;
      /** Another contract than that of the settings, by CAIP-10: one that paid before. */
      readonly contract?: string | undefined;
    };
    readonly answer: PayeeClaim;
  };
}
