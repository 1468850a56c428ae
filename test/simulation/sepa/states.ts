import { commonStates } from '../states.ts';

const {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'call refused': refused,
} = commonStates;

/** What a simulation of direct debits has to get into to be worth its time. */
export const sepaStates = {
  'crash before the effect': crashBefore,
  'crash after the commit': crashAfter,
  'request lost': requestLost,
  'answer lost after the commit': answerLost,
  'delayed write landed': delayedLanded,
  'call refused': refused,
  'batch half made': 'a batch was left before all of it was reserved',
  'batches at once': 'two batches were prepared of the same invoices at the same time',
  'batch cancelled': 'a batch was cancelled before the bank had it',
  'file outdated': 'a file was not given out, as something of it was not due any more',
  'file twice': 'a file was given to the bank twice',
  'credited in one': 'the bank credited a batch in one amount',
  'credited one by one': 'the bank credited each direct debit by itself',
  'debit rejected': 'the bank rejected a direct debit before any money',
  'money back': 'the money of a direct debit went back',
  'told late': 'what a bank had said first was told after what it said later',
  'told again': 'what was known already was told once more',
  'collected again': 'an invoice was collected again after its money went back',
  'cut off': 'all that ran died in the middle',
} as const satisfies Readonly<Record<string, string>>;

export type SepaState = keyof typeof sepaStates;
