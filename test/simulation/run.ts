import { parseArgs } from 'node:util';
import { firstFinding, writeKnownSeeds } from './known-seeds.ts';
import { statesReport, violationReport } from './report.ts';
import type { Simulation } from './simulate.ts';
import { simulations } from './simulations.ts';
import { addStates, noneOf, type StateCounts } from './states.ts';

const USAGE = `npm run sim -- [--world WORLD] [--seeds N] [--from S] [--bug NAME|all] [--json]
npm run sim -- [--world WORLD] --seed S [--bug NAME]
npm run sim -- [--world WORLD] [--seeds N] [--bug NAME] --write-seeds

  --world W   pipeline (from events to totals, the default), billing (from totals to the books)
              or rails (from what is due to what has come)
  --seeds N   run N seeds (1000), from seed S on (1)
  --seed S    run one seed and print every step of it
  --write-seeds  find each planted bug (or that of --bug) anew, and keep the seeds that find it, for the tests
  --bug NAME  plant a bug and stop at the first seed that finds it; all: every bug in turn
  --json      print one JSON object instead of text

Exit codes: 0 nothing was broken (with --bug: it was found), 1 otherwise, 2 usage.`;

const PROGRESS_EVERY_MS = 1_000;

/** What came of a range of seeds. */
interface Summary {
  readonly seeds: number;
  readonly steps: number;
  readonly violations: readonly {
    readonly seed: number;
    readonly rule: string;
    readonly detail: string;
  }[];
  readonly seedsPerMinute: number;
  /** By the time this process had a core, which a busy machine takes away. */
  readonly seedsPerCoreMinute: number;
  readonly states: StateCounts;
}

interface Range {
  readonly simulation: Simulation;
  readonly from: number;
  readonly seeds: number;
  readonly bug: string | undefined;
}

async function runRange({ simulation, from, seeds, bug }: Range): Promise<Summary> {
  const states: Record<string, number> = noneOf(simulation.states);
  const violations: { seed: number; rule: string; detail: string }[] = [];
  const started = performance.now();
  const cpu = process.cpuUsage();
  let shown = started;
  let done = 0;
  let steps = 0;
  while (done < seeds) {
    const outcome = await simulation.simulate(from + done, { bug });
    done += 1;
    steps += outcome.steps;
    addStates(states, outcome.states);
    if (outcome.violation !== undefined) {
      const { rule, detail } = outcome.violation;
      violations.push({ seed: outcome.seed, rule, detail });
      process.stderr.write(`${await violationReport(simulation, outcome, bug)}\n`);
      if (bug !== undefined) break;
    }
    if (performance.now() - shown < PROGRESS_EVERY_MS) continue;
    shown = performance.now();
    showProgress(
      `${done} of ${seeds} seeds, ${Math.round((done * 60_000) / (shown - started))} a minute`,
    );
  }
  showProgress('');
  const { user, system } = process.cpuUsage(cpu);
  return {
    seeds: done,
    steps,
    violations,
    seedsPerMinute: Math.round((done * 60_000) / (performance.now() - started)),
    seedsPerCoreMinute: Math.round((done * 60_000_000) / (user + system)),
    states,
  };
}

function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

function textOf(
  simulation: Simulation,
  { seeds, steps, violations, seedsPerMinute, seedsPerCoreMinute, states }: Summary,
): string {
  return [
    statesReport(simulation, states),
    `${seeds} seeds, ${steps} steps, ${violations.length} broke a rule`,
    `${seedsPerMinute} seeds a minute, ${seedsPerCoreMinute} a minute of a core`,
  ].join('\n');
}

async function showSeed(
  simulation: Simulation,
  seed: number,
  bug: string | undefined,
): Promise<number> {
  const outcome = await simulation.simulate(seed, { bug, trace: true });
  console.log(outcome.trace.join('\n'));
  console.log(await violationReport(simulation, outcome, bug));
  return outcome.violation === undefined ? 0 : 1;
}

async function findAll({ simulation, from, seeds }: Omit<Range, 'bug'>): Promise<number> {
  let missed = 0;
  for (const { name } of simulation.bugs) {
    const found = await firstFinding({ simulation, bug: name, seedsMax: seeds, from });
    if (found === undefined) missed += 1;
    const what =
      found === undefined
        ? `NOT FOUND in ${seeds} seeds`
        : `seed ${found.seed}: ${found.violation?.rule}`;
    console.log(`${name.padEnd(34)}${what}`);
  }
  return missed === 0 ? 0 : 1;
}

function numberFrom(text: string, name: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new TypeError(`give --${name} a whole number, got ${text}`);
}

function simulationNamed(world: string): Simulation {
  const simulation = simulations.find(({ name }) => name === world);
  if (simulation !== undefined) return simulation;
  const names = simulations.map(({ name }) => name).join(' or ');
  throw new TypeError(`give --world ${names}, got ${world}`);
}

function knownBug({ bugs }: Simulation, bug: string | undefined): string | undefined {
  if (bug === undefined || bugs.some(({ name }) => name === bug)) return bug;
  const names = bugs.map(({ name }) => name).join(', ');
  throw new TypeError(`name a planted bug (${names}), got ${bug}`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      world: { type: 'string', default: 'pipeline' },
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      bug: { type: 'string' },
      'write-seeds': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const from = numberFrom(values.from, 'from');
  const seeds = numberFrom(values.seeds, 'seeds');
  const simulation = simulationNamed(values.world);
  const bug = values.bug === 'all' ? undefined : knownBug(simulation, values.bug);
  if (values['write-seeds']) {
    const say = (line: string): void => console.log(line);
    const missed = await writeKnownSeeds({ simulation, bug, seedsMax: seeds, say });
    return missed.length === 0 ? 0 : 1;
  }
  if (values.bug === 'all') return findAll({ simulation, from, seeds });
  if (values.seed !== undefined) return showSeed(simulation, numberFrom(values.seed, 'seed'), bug);
  const summary = await runRange({ simulation, from, seeds, bug });
  console.log(values.json ? JSON.stringify(summary) : textOf(simulation, summary));
  return summary.violations.length > 0 === (bug !== undefined) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exitCode = 2;
}
