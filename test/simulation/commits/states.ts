import type { Journal, Notes } from '../journal.ts';
import { type CommonState, commonStates } from '../states.ts';

const {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'delayed write refused': delayedRefused,
  'call refused': refused,
} = commonStates;

/** What a simulation of commits has to get into to be worth its time. */
export const commitStates = {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'delayed write refused': delayedRefused,
  'call refused': refused,
  'prepared at once': 'two prepared a commit at the same time',
  'prepared again': 'somebody who prepared a commit was given the one that was open',
  'several runs': 'a commit had payouts of several runs',
  'signed twice': 'a commit was signed and sent a second time',
  'sent late': 'a commit was sent again after the contract had it, and refused',
  unfunded: 'a commit was refused, as its tokens were not there',
  'block replaced': 'blocks were replaced by others, and what was in them came again later',
  'commit replaced': 'a block that had a commit was replaced',
  'seen early': 'the latest block had a commit, and no final one',
  'node away': 'what the contract has was not known',
  'half settled':
    'a look died when it knew a commit to be final, before all its payouts were settled',
  'claimed early': 'something was claimed by a root that was not final',
  'epochs at once': 'what several epochs gave was claimed at once',
  'claimed late': 'a claim was refused, as the root was another by then',
  'account changed': 'a payee had another account than a run was prepared with',
  'taken late': 'what a run said was left out was taken all the same, and given back',
  'cut off': 'all that ran died in the middle',
} as const satisfies Readonly<Record<string, string>>;

export type CommitSimState = keyof typeof commitStates;

/** What the network tells of that this world has, too. */
export const ofCommits = (journal: Journal<CommitSimState>): Notes<CommonState> => ({
  note: (line) => {
    journal.note(line);
  },
  reached: (state) => {
    if (Object.hasOwn(commitStates, state)) journal.reached(state as CommitSimState);
  },
});
