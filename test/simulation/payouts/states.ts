import type { WithoutReason } from '../../../core/contract/payouts/shapes.ts';
import type { Journal, Notes } from '../journal.ts';
import { type CommonState, commonStates } from '../states.ts';

const {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'call refused': refused,
} = commonStates;

/** What a simulation of payouts has to get into to be worth its time. */
export const payoutStates = {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'call refused': refused,
  'runs at once': 'two runs were prepared of the same balances at the same time',
  'approved by its maker': 'the key that had prepared a run was refused as it approved it',
  'approval raced': 'a run was approved and cancelled at the same time',
  'run half taken': 'a submission died before all that it pays was said for good',
  'fell below': 'a payout was left out, as less was payable by then',
  'method changed': 'a payout was left out, as its payee was paid by another method by then',
  'came back meanwhile':
    'a payout was left out, as another by the same method had come back by then',
  'taken late': 'what the run said was left out was taken all the same, and given back',
  'earned less': 'what was earned was taken back while a run was under way',
  'file twice': 'a file was given to the bank twice',
  'file refused': 'no file was given out, as something of it had come back',
  'debited in one': 'the bank debited a file in one amount',
  'debited one by one': 'the bank debited each payout by itself',
  'payout rejected': 'the bank rejected a payout before any money',
  'payout came back': 'a payout came back after it was paid',
  'told again': 'what was known already was told once more',
  'run done': 'all of a run was settled or had come back',
  'cut off': 'all that ran died in the middle',
} as const satisfies Readonly<Record<string, string>>;

export type PayoutSimState = keyof typeof payoutStates;

/** What is reached where a payout is left out, by why. */
export const leftOutStates = {
  'fell-below': 'fell below',
  'method-changed': 'method changed',
  'came-back': 'came back meanwhile',
} as const satisfies Readonly<Record<WithoutReason, PayoutSimState>>;

/** What the network tells of that this world has, too. */
export const ofPayouts = (journal: Journal<PayoutSimState>): Notes<CommonState> => ({
  note: (line) => {
    journal.note(line);
  },
  reached: (state) => {
    if (Object.hasOwn(payoutStates, state)) journal.reached(state as PayoutSimState);
  },
});
