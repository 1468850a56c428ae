import { commonStates } from '../states.ts';

const {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'delayed write refused': delayedRefused,
  'taken by its own first try': takenByItself,
  'call refused': refused,
  'stale read': staleRead,
} = commonStates;

/** What the stores of spend logs have to get into to be worth a simulation's time. */
export const spendStoreStates = {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'delayed write refused': delayedRefused,
  'taken by its own first try': takenByItself,
  'call refused': refused,
  'stale read': staleRead,
  'hole read': 'an eventually consistent read lacked some in the middle',
  'paged read': 'a read came in more than one page',
  'log raced': 'the number of a block was taken when it was put',
  'state raced': 'a state was put that is no newer than the one that is kept',
  'mark not known': 'a process did not learn whether its mark was put',
} as const satisfies Readonly<Record<string, string>>;

export type SpendStoreState = keyof typeof spendStoreStates;

const {
  'process held up': heldUp,
  'client retried': clientRetried,
  'client gave up': clientGaveUp,
} = commonStates;

const {
  'stale read': _stale,
  'hole read': _hole,
  'state raced': _raced,
  ...storeStates
} = spendStoreStates;

/** What a simulation of spending has to get into, beside that. It reads nothing that may be stale. */
export const spendStates = {
  ...storeStates,
  'process held up': heldUp,
  'client retried': clientRetried,
  'client gave up': clientGaveUp,
  'refused by a budget': 'a budget did not have as much left',
  'refused by a wallet': 'a wallet did not have as much left',
  'hold ended': 'the end of a hold was put into the log',
  'captured late': 'a hold was captured after it had ended, as it still fitted',
  'captured too late': 'a hold was not captured any more, as it did not fit',
  'end raced a capture': 'a hold was captured around the time of its end',
  'captured in parts': 'a lease was captured in parts',
  'asked again much later': 'a client asked once more for what it had been answered',
  'repeated answer': 'what was asked for again was answered as it was',
  'events sent again': 'a sweep sent the events of a block again',
  'mark taken away': 'a sweep was done with a payer’s hour',
  'opened by a kept state': 'a process began with a state that was kept',
  'decided together': 'a block had entries of several requests',
  'ungated usage came late': 'usage beside the log was counted after it had been used',
  'given while it was spent': 'a payer was given money beside charges',
  'bought money ended': 'what was bought had ended, and was booked as earned',
  'paid by given money': 'captures took of money that nobody paid',
  'site asked again': 'a site did not learn what came of what it asked the gate',
  'site died while it served': 'a site died between a hold and its end',
  'given back as it was not served': 'a hold of the gate was given back',
  'held once for a repeat': 'a payment that was sent again was held by the same hold',
  'paid again by the same offer': 'a reader sent its payment once more',
  'paid twice at once': 'a reader sent its payment twice at once',
  'ended offer sent': 'a reader paid by an offer that had ended',
  'offer sent that is not theirs': 'somebody paid by what was altered, or offered to others',
  'released above its offer': 'a capture would have cost more than was offered',
  'pass bought': 'a payer bought a pass',
  'held of a pass': 'a hold kept units of a pass',
  'covered by a pass': 'a pass covered what was captured',
  'covered in part': 'a pass had fewer units left than were asked for',
  'pass used up': 'the last unit of a pass was used',
  'month ended in a hold': 'a hold of one month was captured in the next',
} as const satisfies Readonly<Record<string, string>>;

export type SpendSimulationState = keyof typeof spendStates;

export const isSpendState = (state: string): state is SpendSimulationState => state in spendStates;
