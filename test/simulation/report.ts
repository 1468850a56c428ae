import type { Outcome, Simulation } from './simulate.ts';
import type { StateCounts } from './states.ts';

const TRACE_LINES_MAX = 40;

/** The command that shows a seed again. */
export const reproduction = ({ name }: Simulation, seed: number, bug: string | undefined): string =>
  `npm run sim -- ${name === 'pipeline' ? '' : `--world ${name} `}--seed ${seed}${bug === undefined ? '' : ` --bug ${bug}`}`;

/**
 * What was broken at a seed, how to see it again, and the last steps that had to do with it. The seed is run once more
 * for its trace.
 */
export async function violationReport(
  simulation: Simulation,
  { seed, violation }: Outcome,
  bug: string | undefined,
): Promise<string> {
  if (violation === undefined) return `seed ${seed} breaks no rule`;
  const { trace } = await simulation.simulate(seed, { bug, trace: true });
  const concerned = trace.filter((line) => line.includes(violation.about));
  return [
    `seed ${seed} breaks the rule: ${violation.rule}`,
    `  ${violation.detail}`,
    `  again: ${reproduction(simulation, seed, bug)}`,
    ...concerned.slice(-TRACE_LINES_MAX).map((line) => `  | ${line}`),
  ].join('\n');
}

/** How often each state was reached, as lines; the states that were not come with what they mean. */
export const statesReport = ({ states }: Simulation, counts: StateCounts): string =>
  Object.entries(states)
    .map(([name, says]) => {
      const count = counts[name] ?? 0;
      return `${String(count).padStart(8)}  ${name}${count === 0 ? `: never reached (${says})` : ''}`;
    })
    .join('\n');
