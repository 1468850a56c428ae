import type { Journal, Notes } from '../journal.ts';
import { type CommonState, commonStates } from '../states.ts';

const {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'delayed write refused': delayedRefused,
  'taken by its own first try': takenByItself,
  'call refused': refused,
  redelivery,
} = commonStates;

/** What a simulation of corrections has to get into to be worth its time. */
export const correctionStates = {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'delayed write refused': delayedRefused,
  'taken by its own first try': takenByItself,
  'call refused': refused,
  redelivery,
  'gone on with': 'a message went on with a correction that its request had begun',
  'corrections raced': 'two requests were at work at the same time',
  'refused as corrected': 'an event was named that another correction had corrected',
  'taken back': 'all that a correction had done was taken back',
  'taken back while it runs':
    'a correction was to be taken back while it was at work, and was refused',
  'amendment corrected': 'what an event was amended to was corrected in turn',
  'came late': 'an event came after its month was closed',
  'sent again': 'an event came again that was corrected',
  'closed while it runs': 'a month was closed while a correction was at work',
  'closed behind the log': 'a month was closed by totals that lagged behind the log',
  adjusted: 'a closed month was adjusted by a later one',
  'too late': 'a month was corrected that no open month reaches',
  'cut off': 'all that ran died in the middle',
} as const satisfies Readonly<Record<string, string>>;

export type CorrectionSimState = keyof typeof correctionStates;

/** What the network tells of that this world has, too. */
export const ofCorrections = (journal: Journal<CorrectionSimState>): Notes<CommonState> => ({
  note: (line) => {
    journal.note(line);
  },
  reached: (state) => {
    if (Object.hasOwn(correctionStates, state)) journal.reached(state as CorrectionSimState);
  },
});
