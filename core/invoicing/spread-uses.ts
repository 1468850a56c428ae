import { parseJson } from '../kernel/json.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { RatedCharge } from './reckoning.ts';

/** What was paid otherwise of usage of a charge, over a run of a month from `start` on; without tax. */
export interface ChargeUse {
  readonly plan: string;
  readonly charge: string;
  readonly start: Timestamp;
  readonly net: Nanos;
}

/** A charge, and what it comes to for now, at most. */
export interface ChargeRoom {
  readonly charge: RatedCharge;
  readonly room: bigint;
}

/**
 * What uses take off each charge: of their own, never more than it has room for. What is beyond, as usage is priced
 * otherwise by now, takes off what others come to, as far as that goes.
 */
export function spreadUses(rooms: readonly ChargeRoom[], uses: readonly ChargeUse[]): bigint[] {
  const wanted = rooms.map(() => 0n);
  let rest = 0n;
  for (const { net, ...of } of uses) {
    const index = rooms.findIndex(({ charge }) => isOfUse(charge, of));
    if (index < 0) rest += net;
    else wanted[index] = (wanted[index] ?? 0n) + net;
  }
  const taken = wanted.map((want, index) => {
    const own = between(want, rooms[index]?.room ?? 0n);
    rest += want - own;
    return own;
  });
  return taken.map((own, index) => {
    const after = between(own + rest, rooms[index]?.room ?? 0n);
    rest -= after - own;
    return after;
  });
}

const between = (amount: bigint, most: bigint): bigint => {
  if (amount < 0n) return 0n;
  return amount < most ? amount : most;
};

export function isOfUse(
  { plan, charge, key }: RatedCharge,
  of: Pick<ChargeUse, 'plan' | 'charge' | 'start'>,
): boolean {
  return plan.key === of.plan && charge === of.charge && startOf(key) === of.start;
}

/** Keys of charges end with where their run begins. */
function startOf(key: string): unknown {
  const parts = parseJson(key, 2);
  return Array.isArray(parts) ? parts.at(-1) : undefined;
}
