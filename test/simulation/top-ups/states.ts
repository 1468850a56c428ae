import { commonStates } from '../states.ts';

const {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'call refused': refused,
  'client retried': retried,
} = commonStates;

/** What a simulation of money into and out of wallets has to get into to be worth its time. */
export const topUpStates = {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'call refused': refused,
  'client retried': retried,
  'asked at once': 'two processes asked for one top-up under its key at the same time',
  'paid later': 'a top-up was decided on after its payer had paid',
  'hint lost': 'Stripe told of something, and it never came',
  'hint repeated': 'Stripe told of something twice',
  'spent meanwhile': 'money was spent while some of it was asked back',
  'refund asked': 'a payer asked for money back over the rail',
  'refund booked': 'money went back, and is in the books',
  'refund put back': 'nothing was paid back, and the money is in the wallet again',
  'refund failed': 'a refund could not be paid out, and came back',
  'money taken': 'a bank took a payment back',
  'paid back by hand': 'a payment was refunded in the account of the rail',
  'refill begun': 'a wallet that was low was refilled, or its bank asked',
  'refill waits': 'a wallet was low, and not refilled yet',
  'low not told': 'a wallet was low, and only a sweep found it',
  'cut off': 'all that ran died in the middle',
} as const satisfies Readonly<Record<string, string>>;

export type TopUpState = keyof typeof topUpStates;
