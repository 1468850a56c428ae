import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Comparison, Samples } from './compared.ts';
import type { Results } from './results.ts';

const run = promisify(execFile);
const here = join(import.meta.dirname, '..');
const PRINTED_MAX = 64 * 1_024 * 1_024;

export const comparedParts = ['speed', 'cost', 'billing', 'simulation'] as const;
type Part = (typeof comparedParts)[number];

export interface Sizes {
  readonly events: number;
  readonly seconds: number;
  readonly customers: number;
  /** Billed in a row; the last is measured. */
  readonly months: number;
  /** Of the pipeline's world; a seed of billing is some fifteen of them. */
  readonly seeds: number;
}

/** A command that measures, and what of its answer is compared. */
interface Workload {
  readonly part: Part;
  readonly args: readonly string[];
  readonly figures: (answer: string) => readonly Samples[];
}

const EVENTS_PER_REQUEST = '500';
const EVENTS_PER_REQUEST_PRICED = '100';
const PIPELINE_SEEDS_FOR_ONE_OF_BILLING = 15;

const workloads = ({ events, seconds, customers, months, seeds }: Sizes): readonly Workload[] => [
  bench('speed', ['--per-request', EVENTS_PER_REQUEST, '--events', `${events}`], ({ speed = [] }) =>
    speed.map(({ eventsPerSecond }) => ({ 'ingest, 500 a request: events/s': eventsPerSecond })),
  ),
  bench(
    'cost',
    ['--per-request', EVENTS_PER_REQUEST_PRICED, '--seconds', `${seconds}`],
    ({ cost = [] }) =>
      cost.map(({ writeUnits, bytesPerEvent, totalPerMillion }) => ({
        'write units an event: usage log': writeUnits.usageLog,
        'write units an event: totals': writeUnits.totals,
        'bytes an event': bytesPerEvent,
        '$ a million events': totalPerMillion,
      })),
  ),
  bench('billing', ['--customers', `${customers}`, '--months', `${months}`], ({ billing = [] }) =>
    billing.map(({ invoicesPerSecond, each, totalPer100000 }) => ({
      'billing: invoices/s': invoicesPerSecond,
      'ms a month in RunBilling': each.closeMs,
      'ms a month in StoreDocuments': each.storeMs,
      'write units an invoice': each.writeUnits,
      'refused puts an invoice': each.refusedPuts,
      'read units an invoice': each.readUnits,
      'DynamoDB requests an invoice': each.requests,
      'objects put an invoice': each.objects,
      '$ 100,000 invoices': totalPer100000,
    })),
  ),
  simulation('pipeline', seeds),
  simulation('billing', Math.ceil(seeds / PIPELINE_SEEDS_FOR_ONE_OF_BILLING)),
];

const bench = (
  part: Part,
  args: readonly string[],
  figures: (results: Results) => readonly Samples[],
): Workload => ({
  part,
  args: ['bench/run.ts', part, '--json', ...args],
  figures: (answer) => figures(JSON.parse(answer) as Results),
});

const simulation = (world: string, seeds: number): Workload => ({
  part: 'simulation',
  args: ['test/simulation/run.ts', '--world', world, '--seeds', `${seeds}`, '--json'],
  figures: (answer) => {
    const { seedsPerCoreMinute } = JSON.parse(answer) as { seedsPerCoreMinute: number };
    return [{ [`simulation, ${world}: seeds a minute of a core`]: seedsPerCoreMinute }];
  },
});

/**
 * Runs each workload here and in a copy of `commit`, in turn, `rounds` times. The copy is measured with the bench of
 * this tree, so that both do the same; the simulations are each tree's own.
 */
export async function compareAgainst(
  commit: string,
  order: {
    readonly parts: readonly Part[];
    readonly rounds: number;
    readonly sizes: Sizes;
    readonly say: (line: string) => void;
  },
): Promise<Comparison> {
  const { parts, rounds, sizes, say } = order;
  const chosen = workloads(sizes).filter(({ part }) => parts.includes(part));
  const samples: { there: Samples[]; here: Samples[] } = { there: [], here: [] };
  const there = await copyOf(commit, say);
  try {
    for (const { workload, side, round } of turns(rounds, chosen)) {
      const measured = await sample(side === 'here' ? here : there, workload);
      say(`round ${round}, ${side}: ${JSON.stringify(measured)}`);
      samples[side].push(...measured);
    }
  } finally {
    await rm(there, { recursive: true, force: true });
  }
  return { commit, rounds, ...samples };
}

/** One after the other, and who goes first takes turns as well. */
function* turns(rounds: number, chosen: readonly Workload[]) {
  const sides = ['there', 'here'] as const;
  for (let round = 1; round <= rounds; round += 1) {
    const order = round % 2 === 1 ? sides : sides.toReversed();
    for (const workload of chosen) for (const side of order) yield { workload, side, round };
  }
}

async function sample(tree: string, { args, figures }: Workload): Promise<readonly Samples[]> {
  const bin = join(tree, 'node_modules/.bin');
  const { stdout } = await run(process.execPath, [...args], {
    cwd: tree,
    maxBuffer: PRINTED_MAX,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` },
  });
  return figures(stdout);
}

/** The commit's files in a folder of their own, with what they depend on and this tree's bench. */
async function copyOf(commit: string, say: (line: string) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'farthing-against-'));
  const archive = join(folder, 'tree.tar');
  await run('git', ['archive', '--output', archive, commit], { cwd: here });
  await run('tar', ['-xf', archive, '-C', folder]);
  await rm(archive);
  await rm(join(folder, 'bench'), { recursive: true });
  await cp(join(here, 'bench'), join(folder, 'bench'), { recursive: true });
  const lockOf = (tree: string): Promise<string> =>
    readFile(join(tree, 'package-lock.json'), 'utf8');
  if ((await lockOf(folder)) === (await lockOf(here))) {
    await symlink(join(here, 'node_modules'), join(folder, 'node_modules'));
  } else {
    say(`installing what ${commit} depends on`);
    await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, maxBuffer: PRINTED_MAX });
  }
  return folder;
}
