import { readFileSync, writeFileSync } from 'node:fs';
import type { Outcome, Simulation } from './simulate.ts';

const FILE = new URL('known-seeds.json', import.meta.url);

type KnownSeeds = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

/**
 * So many seeds are kept of each planted bug: of several, one more often still finds it after a change. The one that
 * takes the fewest steps comes first, as the tests run that.
 */
const SEEDS_KEPT = 3;

const knownSeeds = (): KnownSeeds => JSON.parse(readFileSync(FILE, 'utf8')) as KnownSeeds;

/** The seeds to search for one that finds a planted bug. */
export interface Search {
  readonly simulation: Simulation;
  readonly bug: string;
  readonly seedsMax: number;
  /** The seed to begin at: by default those that are known to find the bug, and then 1. */
  readonly from?: number;
}

/**
 * What the first seed that finds a planted bug comes to; undefined where none of `seedsMax` does. The search begins
 * with the seeds that `known-seeds.json` has, and goes on at 1. A change of anything moves these seeds; then the search
 * only takes longer, until `npm run sim -- --world WORLD --write-seeds` has found the new ones.
 */
export async function firstFinding({
  simulation,
  bug,
  seedsMax,
  from,
}: Search): Promise<Outcome | undefined> {
  const known = from === undefined ? knownFor(simulation, bug) : [];
  for (const seed of [...known, ...seedsFrom(from ?? 1, seedsMax)]) {
    const outcome = await simulation.simulate(seed, { bug });
    if (outcome.violation !== undefined) return outcome;
  }
  return undefined;
}

const knownFor = (simulation: Simulation, bug: string): readonly number[] =>
  knownSeeds()[simulation.name]?.[bug] ?? [];

const seedsFrom = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => first + index);

/** What is found anew, and how. */
export interface Write {
  readonly simulation: Simulation;
  /** Only this one; undefined: every planted bug of the world. */
  readonly bug: string | undefined;
  readonly seedsMax: number;
  readonly say: (line: string) => void;
}

/**
 * Finds planted bugs of a world anew: by their known seeds, and then from 1 on. A seed counts that breaks a rule with
 * the bug and none without it. Writes what it found to `known-seeds.json` after each bug.
 *
 * @returns the names of the bugs that `seedsMax` seeds do not find
 */
export async function writeKnownSeeds({
  simulation,
  bug: only,
  seedsMax,
  say,
}: Write): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const { name: bug } of simulation.bugs) {
    if (only !== undefined && bug !== only) continue;
    const found = await someThatFind(simulation, bug, seedsMax);
    const seeds = found.length === 0 ? `NOT FOUND in ${seedsMax} seeds` : found.join(', ');
    say(`${bug.padEnd(40)} ${seeds}`);
    if (found.length === 0) missed.push(bug);
    else write(simulation.name, bug, found);
  }
  return missed;
}

async function someThatFind(
  simulation: Simulation,
  bug: string,
  seedsMax: number,
): Promise<readonly number[]> {
  const found: Outcome[] = [];
  for (const seed of new Set([...knownFor(simulation, bug), ...seedsFrom(1, seedsMax)])) {
    const outcome = await simulation.simulate(seed, { bug });
    if (outcome.violation !== undefined && (await isSound(simulation, seed))) found.push(outcome);
    if (found.length === SEEDS_KEPT) break;
  }
  return found.toSorted((one, other) => one.steps - other.steps).map(({ seed }) => seed);
}

const isSound = async (simulation: Simulation, seed: number): Promise<boolean> =>
  (await simulation.simulate(seed)).violation === undefined;

function write(world: string, bug: string, found: readonly number[]): void {
  const all = knownSeeds();
  const seeds = Object.entries({ ...all[world], [bug]: found }).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  const text = JSON.stringify({ ...all, [world]: Object.fromEntries(seeds) }, null, 2);
  const inLines = text.replaceAll(/\[[^\]]*\]/g, (list) => list.replaceAll(/\s+(?=[\d\]])/g, ' '));
  writeFileSync(FILE, `${inLines.replaceAll(/\[ | \]/g, (end) => end.trim())}\n`);
}
