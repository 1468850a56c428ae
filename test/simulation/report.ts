import type { PlantedBug } from './mutants/planted-bug.ts';
import { plantedBugs } from './mutants/planted-bugs.ts';
import { type Outcome, simulate } from './simulate.ts';
import { type StateCounts, stateNames, states } from './states.ts';

const TRACE_LINES_MAX = 40;

/** The planted bug of that name. @throws Error that lists the names there are. */
export function plantedBugOf(name: string): PlantedBug {
  const bug = plantedBugs.find((candidate) => candidate.name === name);
  if (bug !== undefined) return bug;
  const names = plantedBugs.map((candidate) => candidate.name).join(', ');
  throw new Error(`name a planted bug (${names}), got ${name}`);
}

/** The command that shows a seed again. */
export const reproduction = (seed: number, bug: PlantedBug | undefined): string =>
  `npm run sim -- --seed ${seed}${bug === undefined ? '' : ` --bug ${bug.name}`}`;

/**
 * What was broken at a seed, how to see it again, and the last steps that had to do with it. The seed is run once more for its
 * trace.
 */
export async function violationReport(
  { seed, violation }: Outcome,
  bug: PlantedBug | undefined,
): Promise<string> {
  if (violation === undefined) return `seed ${seed} breaks no rule`;
  const { trace } = await simulate(seed, { bug, trace: true });
  const concerned = trace.filter((line) => line.includes(violation.about));
  return [
    `seed ${seed} breaks the rule: ${violation.rule}`,
    `  ${violation.detail}`,
    `  again: ${reproduction(seed, bug)}`,
    ...concerned.slice(-TRACE_LINES_MAX).map((line) => `  | ${line}`),
  ].join('\n');
}

/** How often each state was reached, as lines; the states that were not come with what they mean. */
export const statesReport = (counts: StateCounts): string =>
  stateNames
    .map((name) => {
      const count = counts[name];
      return `${String(count).padStart(8)}  ${name}${count === 0 ? `: never reached (${states[name]})` : ''}`;
    })
    .join('\n');
