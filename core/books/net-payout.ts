import { type Nanos, nanosOf } from '../kernel/money.ts';

/** What goes over the rail of a payout, or came back over it. */
export const netOf = ({
  amount,
  fee = nanosOf(0n),
}: {
  readonly amount: Nanos;
  readonly fee?: Nanos;
}): Nanos => nanosOf(amount - fee);
