import { Epoch } from './epochs.ts';

export const PAYEES = 1_000;
/** Of the account whose key the program has as `payee`. */
const PAYEE_ADDRESS = '0xe1fae9b4fab2f5726677ecfa912d96b0b683e6a9';

export const accountOf = (index: number): string =>
  index === 0 ? PAYEE_ADDRESS : `0x${(0xfa57_0000 + index * 7_919).toString(16).padStart(40, '0')}`;

/** What each was given in all by an epoch: amounts differ, and every fifth is given nothing new after the first. */
export const epochOf = (epoch: number): Epoch =>
  new Epoch(
    epoch,
    Array.from({ length: PAYEES }, (_, index) => ({
      account: accountOf(index),
      units: BigInt(index + 1) * 1_000n + BigInt(epoch * (index % 5) * 250),
    })),
  );
