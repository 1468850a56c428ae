import type { AnswerOf, RequestOf } from '../../api.ts';
import { beginningOf } from '../../beginning-of.ts';
import { type Fault, faultOf } from '../../faults.ts';

type JobBody = RequestOf<'POST /v1/backfills'>['body'];
type Billing = AnswerOf<'GET /v1/backfills/{name}'>['billing'];

/** A job as it is written down. */
export interface WrittenJob {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly billing: Billing;
  /** Events a second; empty for what the interface takes it for. */
  readonly rate: string;
  /** `yes` where it only looks. */
  readonly dryRun: '' | 'yes';
}

export const emptyJob: WrittenJob = {
  ...{ name: '', from: '', to: '', billing: 'adjust', rate: '', dryRun: 'yes' },
};

/** The request that was written, or that its rate is no number. Of all else the interface says what is wrong. */
export function jobFrom({
  name,
  from,
  to,
  billing,
  rate,
  dryRun,
}: WrittenJob): { readonly body: JobBody } | { readonly fault: Fault } {
  const number = rate.trim();
  if (!/^\d{0,6}$/.test(number)) {
    return { fault: faultOf('/eventsPerSecond', 'write a whole number, such as 500') };
  }
  return {
    body: {
      ...{ name: name.trim(), billing, from: beginningOf(from), to: beginningOf(to) },
      ...(number === '' ? {} : { eventsPerSecond: Number(number) }),
      ...(dryRun === 'yes' ? { dryRun: true } : {}),
    },
  };
}
