import { canonical, isObject, type Json } from './json.ts';
import type { Share } from './numbers.ts';
import type { ChargeTerms, VersionTerms } from './terms.ts';

/** A part of a month under one version of a plan. */
export interface Stretch {
  readonly plan: string;
  readonly version: VersionTerms;
  readonly start: number;
  readonly end: number;
  readonly share: Share;
}

/** Stretches one after the other over which something stays as it is, as one, under the version it began with. */
export interface Run<Of> extends Stretch {
  readonly of: Of;
}

/** The charges of a month, each over as many stretches as nothing about what it costs, or is for, changes. */
export const chargeRuns = (stretches: readonly Stretch[]): readonly Run<ChargeTerms>[] =>
  runsOf(stretches, ({ version: { charges } }) =>
    charges.map((one) => [meantBy(one, charges), one] as const),
  );

/** The commitments of a month, likewise. */
export const commitmentRuns = (stretches: readonly Stretch[]): readonly Run<bigint>[] =>
  runsOf(stretches, ({ version: { minimumCommitment: least } }) =>
    least === undefined ? [] : [[`${least}`, least] as const],
  );

function runsOf<Of>(
  stretches: readonly Stretch[],
  thingsIn: (stretch: Stretch) => readonly (readonly [string, Of])[],
): readonly Run<Of>[] {
  const runs: Run<Of>[] = [];
  let open = new Map<string, number>();
  for (const [index, stretch] of stretches.entries()) {
    const goingOn = isNext(stretches[index - 1], stretch) ? open : new Map<string, number>();
    open = new Map();
    for (const [meant, of] of thingsIn(stretch)) {
      const at = goingOn.get(meant) ?? runs.length;
      runs[at] = joined(runs[at], { ...stretch, of });
      open.set(meant, at);
    }
  }
  return runs;
}

const isNext = (before: Stretch | undefined, stretch: Stretch): boolean =>
  before?.plan === stretch.plan && before.end === stretch.start;

const joined = <Of>(run: Run<Of> | undefined, next: Run<Of>): Run<Of> =>
  run === undefined ? next : { ...run, end: next.end, share: { ...run.share, to: next.share.to } };

/** The same text of two charges that mean the same, however they are written. */
function meantBy(charge: ChargeTerms, charges: readonly ChargeTerms[]): string {
  const { key, meter, price, included, minimum, maximum, taxCode } = charge;
  const filter = filterMeant(charge, charges);
  const parts = {
    key,
    meter,
    price: priceMeant(price),
    included,
    minimum: aboveZero(minimum),
    maximum,
    taxCode,
  };
  return JSON.stringify([filter, parts], (_, part: unknown) =>
    typeof part === 'bigint' ? `${part}` : part,
  );
}

/** A least amount of nothing is none. */
const aboveZero = (least: bigint | undefined): bigint | undefined =>
  least === 0n ? undefined : least;

function priceMeant(price: ChargeTerms['price']): ChargeTerms['price'] {
  if (price.model !== 'percentage') return price;
  const isNoneFree = price.freeEvents === 0n;
  return {
    ...price,
    least: aboveZero(price.least),
    ...(isNoneFree ? { freeEvents: undefined, freeAmount: undefined } : {}),
  };
}

/** Values are a set, and what no dimension is named of is all; so is what others leave where there are none. */
function filterMeant({ filter, meter }: ChargeTerms, charges: readonly ChargeTerms[]): string {
  if (filter !== 'rest') return valuesMeant(filter);
  const others = charges.filter((one) => one.meter === meter && isObject(one.filter));
  const texts = new Set(others.map((one) => valuesMeant(one.filter)));
  return texts.size === 0 ? valuesMeant(undefined) : `but for ${JSON.stringify([...texts].sort())}`;
}

function valuesMeant(filter: Json | undefined): string {
  if (!isObject(filter)) return '[]';
  const values = Object.entries(filter).map(([name, some]) => {
    const texts = Array.isArray(some) ? (some as readonly Json[]).map(canonical) : [];
    return [name, [...new Set(texts)].sort()] as const;
  });
  return JSON.stringify(values.sort(([a], [b]) => (a < b ? -1 : 1)));
}
