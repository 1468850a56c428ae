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

/** What a simulation of private passes has to get into to be worth its time. */
export const privateStates = {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'call refused': refused,
  'bought again': 'the same requests were sent again, and signed again',
  'bought at once': 'the same requests were sent twice at the same time',
  'buyer gone': 'somebody who began to buy never came back',
  'sale refused': 'a sale was refused, as its money was used for something else meanwhile',
  'two grants': 'tokens were paid from more than one top-up',
  'used at once': 'one token was sent to two servers at the same time',
  'used twice': 'a token that was used was sent again, and refused',
  'claim taken over': 'a token was held again, whose first claim came to nothing',
  'given back': 'a token was used again after serving had failed',
  'hold lapsed': 'a token was used again after its hold had ended',
  'captured late': 'a capture was refused, as the hold was over',
  'server gone': 'a server that had held something died before it captured or released',
  'crowd small': 'a token was refused, as too few had bought',
  'month over': 'a token was used in the month after it was bought',
  'cut off': 'all that ran died in the middle',
  'invoice paid': 'what was used was invoiced, and paid with what was paid for tokens',
  'ended unused': 'what was not used was earned at the end',
} as const satisfies Readonly<Record<string, string>>;

export type PrivateState = keyof typeof privateStates;

/** What the network tells of that this world has, too. */
export const ofPrivate = (journal: Journal<PrivateState>): Notes<CommonState> => ({
  note: (line) => {
    journal.note(line);
  },
  reached: (state) => {
    if (Object.hasOwn(privateStates, state)) journal.reached(state as PrivateState);
  },
});
