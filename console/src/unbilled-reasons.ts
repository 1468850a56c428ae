import type { AnswerOf } from './api.ts';

type Reason = AnswerOf<'GET /v1/unbilled'>['rows'][number]['reason'];

/** Why usage, or an event of it, is in no invoice; in the words of the contract. */
export const unbilledReasons: Readonly<Record<Reason, string>> = {
  'no-payer': 'no customer lists the subject, and there is no default plan',
  'no-plan': 'no plan was in force for the payer then',
  'no-charge': 'no charge of the plan is for it',
  'too-late': 'it came when no open month reached back to its own any more',
  unreadable: 'the meter found no value that it can read',
  waiting: 'the month is due, and a run or a person has not closed it',
};
