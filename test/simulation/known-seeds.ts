import { readFileSync, writeFileSync } from 'node:fs';
import type { Outcome, Simulation } from './simulate.ts';

const FILE = new URL('known-seeds.json', import.meta.url);

type KnownSeeds = Readonly<Record<string, Readonly<Record<string, number>>>>;

const knownSeeds = (): KnownSeeds => JSON.parse(readFileSync(FILE, 'utf8')) as KnownSeeds;

/** The seeds, from the one known to find a planted bug, to search for it. */
export interface Search {
  readonly simulation: Simulation;
  readonly bug: string;
  readonly seedsMax: number;
  /** The seed to begin at: by default the one that is known to find the bug. */
  readonly from?: number;
}

/**
 * What the first seed that finds a planted bug comes to; undefined where none of `seedsMax` does. The search begins at
 * the seed that `known-seeds.json` has, or at 1. A change of anything moves these seeds; then the search only takes
 * longer, until `npm run sim -- --world WORLD --write-seeds` has found the new ones.
 */
export async function firstFinding({
  simulation,
  bug,
  seedsMax,
  from = knownSeeds()[simulation.name]?.[bug] ?? 1,
}: Search): Promise<Outcome | undefined> {
  for (let seed = from; seed < from + seedsMax; seed += 1) {
    const outcome = await simulation.simulate(seed, { bug });
    if (outcome.violation !== undefined) return outcome;
  }
  return undefined;
}

/**
 * Finds each planted bug of a world anew: at its known seed, or else from 1 on. A seed counts that breaks a rule with
 * the bug and none without it. Writes what it found to `known-seeds.json` after each bug.
 *
 * @returns the names of the bugs that `seedsMax` seeds do not find
 */
export async function writeKnownSeeds(
  simulation: Simulation,
  seedsMax: number,
  say: (line: string) => void,
): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const { name: bug } of simulation.bugs) {
    const known = knownSeeds()[simulation.name]?.[bug] ?? 1;
    const seed = (await finds(simulation, bug, known))
      ? known
      : await firstOf(simulation, bug, seedsMax);
    say(`${bug.padEnd(40)} ${seed ?? `NOT FOUND in ${seedsMax} seeds`}`);
    if (seed === undefined) missed.push(bug);
    else write(simulation.name, bug, seed);
  }
  return missed;
}

async function firstOf(
  simulation: Simulation,
  bug: string,
  seedsMax: number,
): Promise<number | undefined> {
  for (let seed = 1; seed <= seedsMax; seed += 1) {
    if (await finds(simulation, bug, seed)) return seed;
  }
  return undefined;
}

async function finds(simulation: Simulation, bug: string, seed: number): Promise<boolean> {
  const { violation } = await simulation.simulate(seed, { bug });
  return violation !== undefined && (await simulation.simulate(seed)).violation === undefined;
}

function write(world: string, bug: string, seed: number): void {
  const all = knownSeeds();
  const seeds = Object.entries({ ...all[world], [bug]: seed }).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  writeFileSync(
    FILE,
    `${JSON.stringify({ ...all, [world]: Object.fromEntries(seeds) }, null, 2)}\n`,
  );
}
