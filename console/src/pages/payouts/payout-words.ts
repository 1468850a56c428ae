import { ProblemError } from '../../../../sdk/src/read/errors.ts';
import type { AnswerOf } from '../../api.ts';

export type PayoutRun = AnswerOf<'GET /v1/payout-runs/{id}'>;
export type PayoutItem = AnswerOf<'GET /v1/payout-runs/{id}/payouts'>['payouts'][number];
type Method = PayoutItem['paidBy'];

/** Why nothing was prepared for a payee; or why a run did not pay it though it was. */
const leftOutWords: Readonly<Record<string, string>> = {
  'below-threshold': 'less than is paid out',
  'no-method': 'nobody has said how they are paid',
  'other-currency': 'you do not pay in this currency',
  'below-fee': 'no more than the fee',
  'came-back': 'a payout by the same method came back',
  'method-changed': 'paid by another method since',
  'fell-below': 'less is payable by now',
};

export const whyLeftOut = (why: string): string => leftOutWords[why] ?? why;

/** `sepa …2051`: no more of an account is ever shown. */
export const accountText = ({ method, lastFour }: Method): string =>
  lastFour === undefined ? method : `${method} …${lastFour}`;

/** The same with whose account it is: `sepa …2051, Ada Lefèvre`. */
export const methodText = (method: Method): string =>
  [accountText(method), ...(method.holder === undefined ? [] : [method.holder])].join(', ');

/** What is done next with a run, and is not done here; undefined where nothing is. */
export function nextOf({ id, status, rail, states }: PayoutRun): string | undefined {
  if (status === 'approved') return `farthing payouts submit ${id}`;
  if (status === 'submitting') return `farthing payouts submit ${id}`;
  if (status !== 'submitted' || states?.inTransit === 0) return undefined;
  if (rail === 'evm') return 'farthing payouts commit';
  return rail === 'sepa' ? 'farthing bank import' : `farthing payouts tell settled ${id}`;
}

/** Whether a bank may be given its file: nothing of it came back, which it would pay once more. */
export const hasFile = ({ rail, status, states }: PayoutRun): boolean =>
  rail === 'sepa' &&
  (status === 'submitted' || status === 'done') &&
  states !== undefined &&
  states.inTransit + states.settled > 0 &&
  states.returned === 0;

/** What to do about an approval that was refused, where it is for who asked. */
export function approvalAdvice(error: unknown): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  if (error.code === 'payout.same-key') {
    return 'The key that you signed in with has prepared this run. Two people have to agree: somebody else signs in with another key, and approves it.';
  }
  return error.code === 'key.scope-missing'
    ? 'The key that you signed in with may not approve payouts. Sign in with one that has the scope payouts:approve.'
    : undefined;
}
