import type { PlanStretch } from '../../invoicing/rated-charges.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Charge } from '../../pricing/charge.ts';
import type { PlanVersion } from '../../pricing/plan.ts';
import type { Stretch } from '../../pricing/stretches.ts';
import type { pricedAlike } from './charges-alike.ts';

/** Stretches one after the other over which something of a plan stays as it is. */
export interface Run<Of, One extends PlanStretch> {
  readonly of: Of;
  readonly plan: string;
  readonly stretches: readonly One[];
  /** All of them as one, under the version it began with: told by where it begins, it stays one when it is cut. */
  readonly stretch: Stretch & { readonly version: PlanVersion };
}

/** The charges of a month, each over as many stretches as it is `alike`; in order of where they begin. */
export const chargeRuns = <One extends PlanStretch>(
  stretches: readonly One[],
  alike: typeof pricedAlike,
): Run<Charge, One>[] =>
  runsOf(
    stretches,
    ({ charges }) => new Map(charges.map((one) => [alike(one, charges), one] as const)),
  );

/** The commitments of a month, likewise. */
export const commitmentRuns = <One extends PlanStretch>(
  stretches: readonly One[],
): Run<bigint, One>[] =>
  runsOf(
    stretches,
    ({ minimumCommitment: least }) =>
      new Map<string, bigint>(least === undefined ? [] : [[`${least}`, least]]),
  );

/** A run that may go on. */
interface Begun<Of, One> {
  readonly of: Of;
  readonly stretches: One[];
}

function runsOf<Of, One extends PlanStretch>(
  stretches: readonly One[],
  thingsIn: (version: PlanVersion) => ReadonlyMap<string, Of>,
): Run<Of, One>[] {
  const thingsOf = ({ version }: Stretch): Iterable<[string, Of]> =>
    version === undefined ? [] : thingsIn(version);
  const begun: Begun<Of, One>[] = [];
  let open = new Map<string, Begun<Of, One>>();
  for (const [index, one] of stretches.entries()) {
    const { plan, stretch } = one;
    const before = stretches[index - 1];
    const isNext = before?.plan === plan && before.stretch.period.end === stretch.period.start;
    const goingOn = isNext ? open : new Map<string, Begun<Of, One>>();
    open = new Map();
    for (const [text, of] of thingsOf(stretch)) {
      const run = goingOn.get(text) ?? { of, stretches: [] };
      if (run.stretches.length === 0) begun.push(run);
      run.stretches.push(one);
      open.set(text, run);
    }
  }
  return begun.map(({ of, stretches: own }) => ({ of, stretches: own, ...joined(own) }));
}

function joined(stretches: readonly PlanStretch[]): Pick<Run<never, never>, 'plan' | 'stretch'> {
  const [first, last] = [stretches[0], stretches.at(-1)];
  invariant(first !== undefined && last !== undefined, 'a run has a stretch');
  const { plan, stretch } = first;
  const { version } = stretch;
  invariant(version !== undefined, 'what is charged has a price');
  const period = { start: stretch.period.start, end: last.stretch.period.end };
  return {
    plan,
    stretch: { period, version, share: { ...stretch.share, to: last.stretch.share.to } },
  };
}
