import { parseArgs } from 'node:util';
import type { PlantedBug } from './mutants/planted-bug.ts';
import { plantedBugs } from './mutants/planted-bugs.ts';
import { plantedBugOf, statesReport, violationReport } from './report.ts';
import { simulate } from './simulate.ts';
import { addStates, noStates } from './states.ts';

const USAGE = `npm run sim -- [--seeds N] [--from S] [--bug NAME|all] [--json]
npm run sim -- --seed S [--bug NAME]

  --seeds N   run N seeds (1000), from seed S on (1)
  --seed S    run one seed and print every step of it
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
  readonly states: ReturnType<typeof noStates>;
}

interface Range {
  readonly from: number;
  readonly seeds: number;
  readonly bug: PlantedBug | undefined;
}

async function runRange({ from, seeds, bug }: Range): Promise<Summary> {
  const states = noStates();
  const violations: { seed: number; rule: string; detail: string }[] = [];
  const started = performance.now();
  const cpu = process.cpuUsage();
  let shown = started;
  let done = 0;
  let steps = 0;
  while (done < seeds) {
    const outcome = await simulate(from + done, { bug });
    done += 1;
    steps += outcome.steps;
    addStates(states, outcome.states);
    if (outcome.violation !== undefined) {
      const { rule, detail } = outcome.violation;
      violations.push({ seed: outcome.seed, rule, detail });
      process.stderr.write(`${await violationReport(outcome, bug)}\n`);
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

function textOf({ seeds, steps, violations, seedsPerMinute, seedsPerCoreMinute, states }: Summary) {
  return [
    statesReport(states),
    `${seeds} seeds, ${steps} steps, ${violations.length} broke a rule`,
    `${seedsPerMinute} seeds a minute, ${seedsPerCoreMinute} a minute of a core`,
  ].join('\n');
}

async function showSeed(seed: number, bug: PlantedBug | undefined): Promise<number> {
  const outcome = await simulate(seed, { bug, trace: true });
  console.log(outcome.trace.join('\n'));
  console.log(await violationReport(outcome, bug));
  return outcome.violation === undefined ? 0 : 1;
}

async function findAll(from: number, seeds: number): Promise<number> {
  let missed = 0;
  for (const bug of plantedBugs) {
    const found = await firstFinding({ from, seeds, bug });
    if (found === undefined) missed += 1;
    const what =
      found === undefined ? `NOT FOUND in ${seeds} seeds` : `seed ${found.seed}: ${found.rule}`;
    console.log(`${bug.name.padEnd(34)}${what}`);
  }
  return missed === 0 ? 0 : 1;
}

async function firstFinding({ from, seeds, bug }: Range) {
  for (let seed = from; seed < from + seeds; seed += 1) {
    const { violation } = await simulate(seed, { bug });
    if (violation !== undefined) return { seed, rule: violation.rule };
  }
  return undefined;
}

function numberFrom(text: string, name: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new TypeError(`give --${name} a whole number, got ${text}`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      bug: { type: 'string' },
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
  if (values.bug === 'all') return findAll(from, seeds);
  const bug = values.bug === undefined ? undefined : plantedBugOf(values.bug);
  if (values.seed !== undefined) return showSeed(numberFrom(values.seed, 'seed'), bug);
  const summary = await runRange({ from, seeds, bug });
  console.log(values.json ? JSON.stringify(summary) : textOf(summary));
  return summary.violations.length > 0 === (bug !== undefined) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exitCode = 2;
}
