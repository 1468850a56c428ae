import type { Dice } from './dice.ts';

/** How likely each thing is to go wrong, per call. */
export interface Faults {
  /** The process dies, before or after the call has had its effect. */
  crash: number;
  /** The call never arrives. */
  requestLost: number;
  /** The call has its effect, and nobody learns of it. */
  answerLost: number;
  /** The call is given up, and has its effect later, if its condition still holds by then. */
  delayed: number;
  /** The first answer is lost, and the SDK asks again on its own. */
  askedTwice: number;
  /** The call is refused outright. */
  refused: number;
  /** An eventually consistent read lacks the newest. */
  staleRead: number;
  /** An eventually consistent read lacks some in the middle. */
  holeRead: number;
  /** A batch of messages is taken in part. */
  partialSend: number;
  /** The queue keeps a second copy of a message. */
  copiedMessage: number;
  /** A message is delivered again though its consumer is still at it. */
  redelivery: number;
  /** A deletion of a message is lost. */
  deleteLost: number;
  /** A function is told that its time runs short. */
  shortOfTime: number;
  /** A process is held up for long, once. */
  heldUp: number;
  /** A process is slower than the others, all its life. */
  slowProcess: number;
  /** A client does not get the answer to its request. */
  httpLost: number;
  /** A client gives up after a failure. */
  clientGivesUp: number;
}

const most: Faults = {
  crash: 0.02,
  requestLost: 0.06,
  answerLost: 0.1,
  delayed: 0.1,
  askedTwice: 0.08,
  refused: 0.05,
  staleRead: 0.4,
  holeRead: 0.4,
  partialSend: 0.25,
  copiedMessage: 0.3,
  redelivery: 0.06,
  deleteLost: 0.15,
  shortOfTime: 0.2,
  heldUp: 0.05,
  slowProcess: 0.3,
  httpLost: 0.2,
  clientGivesUp: 0.15,
};

export const noFaults = Object.fromEntries(Object.keys(most).map((name) => [name, 0])) as {
  [Name in keyof Faults]: 0;
};

/** Each seed has faults of its own: some not at all, others anywhere up to often, so that none always hides another. */
export function faultsFrom(dice: Dice): Faults {
  const faults: Faults = { ...noFaults };
  for (const name of Object.keys(most) as (keyof Faults)[]) {
    if (dice.chance(0.7)) faults[name] = (most[name] * dice.between(1, 10)) / 10;
  }
  return faults;
}
