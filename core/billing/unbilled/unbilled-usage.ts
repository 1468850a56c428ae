import type { Decimal } from '../../kernel/decimal.ts';
import type { Month } from '../../kernel/month.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';

/** Why usage is in no invoice, and will be in none by itself; `waiting` will be once somebody decides. */
export const unbilledReasons = [
  'no-payer',
  'no-plan',
  'no-charge',
  'too-late',
  'unreadable',
  'waiting',
] as const;
export type UnbilledReason = (typeof unbilledReasons)[number];

/** What a person should look at, until it is accepted: the others are as they were agreed, or told of by the run. */
const alarmingReasons = ['no-payer', 'no-plan', 'too-late', 'unreadable'] as const;
export type AlarmingReason = (typeof alarmingReasons)[number];

export const isAlarming = (reason: UnbilledReason): reason is AlarmingReason =>
  alarmingReasons.some((one) => one === reason);

/** What of a month is not billed, of one subject and meter, for one reason. */
export interface UnbilledUsage {
  /** Undefined where it is a payer's of several subjects, and the books do not say whose. */
  readonly subject: string | undefined;
  /** Who would pay; undefined where nobody would. */
  readonly customer: string | undefined;
  readonly meter: string;
  readonly month: Month;
  readonly reason: UnbilledReason;
  readonly quantity: Decimal;
  /** Undefined where neither totals nor the books say how many events that were. */
  readonly events: bigint | undefined;
}

/** That a person has seen usage that is not billed, and leaves it so. It holds for so much, and no more. */
export interface AcceptedUsage extends UnbilledUsage {
  readonly why: string;
  /** Id of the key that said so. */
  readonly by: string;
  readonly at: Timestamp;
}

/** The same for one row, whatever its quantity, and no other row's of a month. */
export const unbilledKey = ({ subject, customer, meter, reason }: UnbilledUsage): string =>
  JSON.stringify([subject ?? null, customer ?? null, meter, reason]);

/** The acceptance of a row, where it is of just as much. */
export function acceptanceOf(
  row: UnbilledUsage,
  accepted: ReadonlyMap<string, AcceptedUsage>,
): AcceptedUsage | undefined {
  const known = accepted.get(unbilledKey(row));
  return known?.quantity === row.quantity && known.events === row.events ? known : undefined;
}
