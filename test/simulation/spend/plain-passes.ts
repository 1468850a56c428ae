import type { Timestamp } from '../../../core/kernel/timestamp.ts';
import type { PassTerms, PassUnits, PassUse } from '../../../core/spend/entry.ts';
import type { Violation } from '../journal.ts';
import { quantityOf, unitsOf } from './stage.ts';

type Fault = Omit<Violation, 'about'>;

interface PlainPass {
  readonly units: bigint;
  readonly price: bigint;
  readonly endsAt: number;
  used: bigint;
  paid: bigint;
}

/** What passes cover of is asked for no money, so what was told of since takes nothing from it. */
export const toldOf = (
  entry: { readonly byPass?: unknown; readonly passes?: unknown },
  toldAt: Timestamp | undefined,
): Timestamp | undefined =>
  entry.byPass === undefined && entry.passes === undefined ? toldAt : undefined;

/** What is held of passes after some of it was used, and so much of the hold is left. */
export function lessOf(
  held: readonly PassUnits[],
  used: readonly PassUnits[],
  left: bigint,
): readonly PassUnits[] {
  let rest = left;
  return held.map(({ pass, units }) => {
    const own = used.reduce((sum, one) => (one.pass === pass ? sum + one.units : sum), 0n);
    const after = unitsOf(units - own);
    const kept = after < rest ? after : rest;
    rest -= kept;
    return { pass, units: quantityOf(kept) };
  });
}

/** A payer's passes, reckoned once more in the plainest way. */
export class PlainPasses {
  #passes = new Map<string, PlainPass>();

  get size(): number {
    return this.#passes.size;
  }

  copy(): PlainPasses {
    const copy = new PlainPasses();
    copy.#passes = new Map([...this.#passes].map(([id, one]) => [id, { ...one }]));
    return copy;
  }

  buy(id: string, { units, price, endsAt }: PassTerms): void {
    this.#passes.set(id, { units: unitsOf(units), price, endsAt, used: 0n, paid: 0n });
  }

  /** Of no pass more is used and held than it has, and nothing more is held of one that has ended. */
  fault({
    held,
    asked,
    at,
  }: {
    readonly held: readonly PassUnits[];
    readonly asked: readonly PassUnits[];
    readonly at: number;
  }): Fault | undefined {
    for (const [id, { units, used }] of this.#passes) {
      const kept = held.reduce(
        (sum, one) => (one.pass === id ? sum + unitsOf(one.units) : sum),
        0n,
      );
      if (used + kept <= units) continue;
      return { rule: 'no unit of a pass is used twice', detail: `${used} + ${kept} of ${id}` };
    }
    const over = asked.find(({ pass }) => (this.#passes.get(pass)?.endsAt ?? 0) <= at);
    return over === undefined
      ? undefined
      : { rule: 'nothing is taken of a pass after its end', detail: over.pass };
  }

  /** Units of a pass take its price, to the nano. */
  use(byPass: PassUse | undefined): Fault | undefined {
    for (const { pass: id, units, net, tax } of byPass?.parts ?? []) {
      const pass = this.#passes.get(id);
      if (pass === undefined) return { rule: 'what is used of a pass was bought', detail: id };
      pass.used += unitsOf(units);
      pass.paid += net + tax;
      const isUsedUp = pass.used === pass.units;
      if (pass.paid > pass.price || (isUsedUp && pass.paid !== pass.price)) {
        const detail = `${pass.paid} of ${pass.price} for ${pass.used} units of ${id}`;
        return { rule: 'units of a pass come to its price', detail };
      }
    }
    return undefined;
  }
}
