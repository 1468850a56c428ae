import type { Dice } from '../dice.ts';
import { type Faults, faultsFrom } from '../faults.ts';

/** As many as in any world, but that a scene is many times as long as one of the pipeline's. */
export function billingFaultsFrom(dice: Dice): Faults {
  const faults = faultsFrom(dice);
  return {
    ...faults,
    crash: faults.crash / 4,
    deleteLost: faults.deleteLost / 5,
    redelivery: faults.redelivery / 100,
    requestLost: faults.requestLost / 3,
    refused: faults.refused / 3,
  };
}

/** A run is a chain of messages: where each is worked off twice as often as not, the last is so a thousand times. */
export const rarely = (faults: Faults): Faults => ({
  ...faults,
  copiedMessage: faults.copiedMessage / 15,
  partialSend: faults.partialSend / 10,
  answerLost: faults.answerLost / 6,
  askedTwice: faults.askedTwice / 6,
  delayed: faults.delayed / 6,
});
