// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Charge,
  FixedFee,
  PlanKey,
} from './shared.ts';

export interface Plan {
  readonly key: PlanKey;
  /** What people call it. */
  readonly name?: string;
  /** What it costs, each from a day on, ascending. */
  readonly versions: readonly PlanVersion[];
  readonly revision: number;
}

export interface PlanBody {
  /** What people call it. */
  readonly name?: string;
  /** What it costs, each from a day on, ascending. */
  readonly versions: readonly PlanVersion[];
}

/** A page of the plans, by key. */
export interface PlanList {
  readonly plans: readonly Plan[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface PlanVersion {
  /** In force from the beginning of this day in the customer’s time zone. */
  readonly effectiveFrom: string;
  /** Of all its amounts; the same in every version of a plan. */
  readonly currency: string;
  /**
   * A total below it is carried to the next invoice. As a string, at least 0, at most 12 places.
   */
  readonly minimumCharge?: string;
  /** What usage costs. */
  readonly charges: readonly Charge[];
  /** What is charged each month, whatever was used. */
  readonly fixedFees?: readonly FixedFee[];
  /** What all charges come to a month, at least. As a string, at least 0, at most 12 places. */
  readonly minimumCommitment?: string;
}

export interface PutPlan {
  readonly key: PlanKey;
  /** What people call it. */
  readonly name?: string;
  /** What it costs, each from a day on, ascending. */
  readonly versions: readonly PlanVersion[];
  readonly revision: number;
  /** Of what was taken, but may not be meant: two charges for the same. */
  readonly warnings?: readonly {
    readonly param: string;
    readonly detail: string;
  }[];
}

/** The operations of plans. */
export interface PlansOperations {
  /** List the plans. */
  readonly listPlans: {
    readonly method: 'GET';
    readonly path: '/v1/plans';
    readonly query: {
      /** Plans on a page at most; 50 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: PlanList;
  };
  /** One plan, with all its versions. */
  readonly getPlan: {
    readonly method: 'GET';
    readonly path: '/v1/plans/{key}';
    readonly answer: Plan;
  };
  /** Create a plan, or add versions to it. */
  readonly putPlan: {
    readonly method: 'PUT';
    readonly path: '/v1/plans/{key}';
    readonly body: PlanBody;
    readonly answer: PutPlan;
  };
}
