import type { Dice } from '../../simulation/dice.ts';

/** Where a proxy stands: before the interface, before DynamoDB, or before SQS and S3. */
export const places = ['api', 'dynamodb', 'sqs'] as const;
export type Place = (typeof places)[number];

/** What the proxy may do to a request, and what then has become of it. */
export const faultKinds = {
  'lost-answer': 'has its effect; the connection ends before the answer',
  'torn-answer': 'has its effect; the connection ends in the middle of the answer',
  'failed-answer': 'has its effect; the answer is a 500',
  cut: 'has none: the connection ends',
  throttled: 'has none: refused, as AWS refuses what is too much',
  part: 'a batch of which a part is refused, as AWS does; any other request is throttled',
  repeated: 'has its effect twice; the answer is the second one',
  delayed: 'waits up to two seconds',
  late: 'waits until whoever sent it has given up, and then has its effect',
} as const;
export type FaultKind = keyof typeof faultKinds;

/** One fault: `ms` is how long a request waits. */
export interface Fault {
  readonly kind: FaultKind;
  readonly ms: number;
}

/** How likely a request is to begin a row of faults. */
const odds: Readonly<Record<Place, number>> = { api: 0.15, dynamodb: 0.12, sqs: 0.08 };
/** How often each kind comes, of all of these together; `late` keeps a function waiting for seconds. */
const shares: Readonly<Record<FaultKind, number>> = {
  ...{ late: 1, 'torn-answer': 2, 'failed-answer': 2, delayed: 2 },
  ...{ 'lost-answer': 6, cut: 4, throttled: 4, part: 4, repeated: 4 },
};
const kinds = (Object.keys(faultKinds) as FaultKind[]).flatMap((kind) =>
  Array.from({ length: shares[kind] }, () => kind),
) as [FaultKind, ...FaultKind[]];
/** One fault in thirty is the first of a row of this many at most, as when something is down. */
const rowShare = 1 / 30;
const rowMax = 12;

/**
 * What becomes of the first, the second and each further request at one place: decided by the dice alone. Which request
 * that is, is decided by the machine.
 */
export class FaultPlan {
  readonly #dice: Dice;
  readonly #odds: number;
  #row: { kind: FaultKind; left: number } = { kind: 'cut', left: 0 };

  constructor(place: Place, dice: Dice) {
    this.#dice = dice;
    this.#odds = odds[place];
  }

  next(): Fault | undefined {
    const dice = this.#dice;
    if (this.#row.left === 0) {
      if (!dice.chance(this.#odds)) return undefined;
      const kind = dice.pick(kinds);
      const isRow = kind !== 'late' && dice.chance(rowShare);
      this.#row = { kind, left: isRow ? dice.between(2, rowMax) : 1 };
    }
    this.#row.left -= 1;
    const { kind } = this.#row;
    return { kind, ms: kind === 'late' ? dice.between(5_500, 7_500) : dice.between(20, 2_000) };
  }
}
