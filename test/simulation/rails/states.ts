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

/** What a simulation of rails has to get into to be worth its time. */
export const railStates = {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'call refused': refused,
  'client retried': retried,
  'asked at once': 'two clients asked to collect one invoice at the same time',
  'session unknown': 'a session was open, and it was not known here that there is one',
  'session found': 'a session that nobody knew of was found after its end',
  'session ended': 'a session was ended because something else was due',
  'paid later': 'a payment was decided on days after',
  'paid too much': 'an invoice was paid in another way, and by its session',
  'paid in another currency': 'a session was paid in a currency that is not the invoice’s',
  'hint lost': 'Stripe told of something, and it never came',
  'hint repeated': 'Stripe told of something twice',
  'hint late': 'what Stripe told of came after what it told of later',
  'money back': 'a payment was refunded',
  'refund failed': 'a refund could not be paid out',
  'money taken': 'a bank took a payment back',
  'dispute won': 'what was taken was given back',
  'key refused': 'the key of another account was put while a payer could pay, and refused',
  'key changed': 'the key of another account was put, and taken',
  'cut off': 'all that ran died in the middle',
} as const satisfies Readonly<Record<string, string>>;

export type RailState = keyof typeof railStates;
