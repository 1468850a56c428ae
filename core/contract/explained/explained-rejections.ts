import type { RejectionCode } from '../rejection-codes.ts';
import { billingRejections } from './billing.ts';
import type { ExplainedRejection } from './explained-rejection.ts';
import { gateRejections } from './gate.ts';
import { marketplaceRejections } from './marketplace.ts';
import { passRejections } from './passes.ts';
import { payoutRejections } from './payouts.ts';
import { planRejections } from './plans.ts';
import { railRejections } from './rails.ts';
import { requestRejections } from './requests.ts';
import { shareRejections } from './shares.ts';
import { spendRejections } from './spend.ts';
import { usageRejections } from './usage.ts';

/** Every code, explained. One that lacks does not compile. Functions do not carry this: people read it. */
export const explainedRejections: Readonly<Record<RejectionCode, ExplainedRejection>> = {
  ...requestRejections,
  ...usageRejections,
  ...billingRejections,
  ...planRejections,
  ...railRejections,
  ...marketplaceRejections,
  ...spendRejections,
  ...passRejections,
  ...shareRejections,
  ...payoutRejections,
  ...gateRejections,
};
