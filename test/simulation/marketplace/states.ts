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

/** What a simulation of AWS Marketplace has to get into to be worth its time. */
export const marketplaceStates = {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'delayed write refused': delayedRefused,
  'call refused': refused,
  'looked at once': 'two looked at the same subscriptions at the same time',
  'hours missed': 'nobody looked for hours, and their usage was reported with a later one',
  'usage late': 'usage of a month came after its end',
  throttled: 'AWS throttled a call',
  unprocessed: 'AWS left records of a call unprocessed',
  suspended: 'the account of a buyer was suspended, and came back or not',
  'metered elsewhere': 'an hour of a license was metered by another program before',
  'license ended': 'AWS took a license away',
  'end told late': 'the end of a license was told late, or again',
  'license followed': 'a customer went on by another license',
  'subscribed anew': 'a customer subscribed again after its end',
  accepted: 'AWS accepted what was reported',
  'too late': 'something was not accepted in time, and reported with a later hour',
  'not subscribed': 'something was not accepted, as nobody was subscribed',
  duplicate: 'something was refused, as AWS had another quantity',
  unclear: 'nobody found out whether AWS had something',
  listed: 'what was in no report was listed after the end',
  'cut off': 'all that ran died in the middle',
} as const satisfies Readonly<Record<string, string>>;

export type MarketplaceState = keyof typeof marketplaceStates;

/** What the network tells of that this world has, too. */
export const ofMarketplace = (journal: Journal<MarketplaceState>): Notes<CommonState> => ({
  note: (line) => {
    journal.note(line);
  },
  reached: (state) => {
    if (Object.hasOwn(marketplaceStates, state)) journal.reached(state as MarketplaceState);
  },
});
