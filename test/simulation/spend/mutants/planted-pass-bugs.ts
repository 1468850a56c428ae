import { timestampOf } from '../../../../core/kernel/timestamp.ts';
import { storedBytes, storedJson } from '../../../../core/spend/block.ts';
import type { SpendLog } from '../../../../core/spend/ports.ts';
import type { Hold } from '../../../../core/spend/state.ts';

import { without } from './without.ts';

const withoutHeldUnits = without((state) => {
  const before = new Map(state.holds);
  const bare = ({ passes: _, ...hold }: Hold): Hold => hold;
  state.holds = new Map([...before].map(([id, hold]) => [id, bare(hold)]));
  return () => {
    state.holds = new Map([...state.holds].map(([id, hold]) => [id, before.get(id) ?? hold]));
  };
});

const YEAR_MS = 365 * 86_400_000;
const withoutEnds = without((state) => {
  const before = state.passes;
  state.passes = new Map(
    [...before].map(([id, pass]) => {
      const endsAt = timestampOf(pass.terms.endsAt + YEAR_MS);
      return [id, { ...pass, terms: { ...pass.terms, endsAt } }];
    }),
  );
  return () => {
    const after = state.passes;
    state.passes = new Map(
      [...before].map(([id, pass]) => [id, { ...pass, used: after.get(id)?.used ?? pass.used }]),
    );
  };
});

const withoutBudgets = without((state) => {
  const { budgets } = state;
  state.budgets = new Map();
  return () => {
    state.budgets = budgets;
  };
});

type Seen = ReturnType<typeof without>;

/** A mistake of passes. */
interface PlantedPassBug {
  readonly name: string;
  readonly says: string;
  readonly log?: (log: SpendLog) => SpendLog;
  readonly charge?: Seen;
  readonly hold?: Seen;
  readonly buy?: Seen;
}

/** Mistakes of passes, each alone. */
export const plantedPassBugs: readonly PlantedPassBug[] = [
  {
    name: 'units-that-are-held-are-given-again',
    says: 'what holds keep of a pass is not looked at when more of it is asked for',
    charge: (decision) => withoutHeldUnits(decision),
    hold: (decision) => withoutHeldUnits(decision),
  },
  {
    name: 'passes-do-not-end',
    says: 'a pass is used after its end',
    charge: (decision) => withoutEnds(decision),
    hold: (decision) => withoutEnds(decision),
  },
  {
    name: 'passes-are-in-no-budget',
    says: 'a pass is bought whatever budgets have left',
    buy: (decision) => withoutBudgets(decision),
  },
  {
    name: 'kept-without-what-passes-covered',
    says: 'a kept state forgets what passes covered before it',
    log: (log) => ({
      ...log,
      readState: async (...asked) => {
        const state = await log.readState(...asked);
        if (state === undefined) return undefined;
        const { passed: _, ...kept } = storedJson(state.bytes) as Readonly<Record<string, never>>;
        return { ...state, bytes: storedBytes(kept) };
      },
    }),
  },
];
