import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { types } from 'node:util';
import { CommanderError } from 'commander';
import { synthesisKey } from '../../start/synthesis-key.ts';
import { playGameDay } from './game-day.ts';
import { type Options, optionsFrom, type RoundOptions } from './options.ts';
import { type Report, reportOf, textOf } from './report.ts';
import { keptRounds } from './rounds/kept-rounds.ts';
import { playRounds } from './rounds/play-rounds.ts';
import { sumOfRounds, sumText } from './rounds/sum.ts';
import { soak, soakHolds, soakText } from './soak/soak.ts';

const root = resolve(import.meta.dirname, '../..');
const startedAt = Date.now();
const tell = (line: string): void => {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0).padStart(5);
  process.stderr.write(`${seconds} s  ${line}\n`);
};

async function soaked(options: Options): Promise<number> {
  const outcome = await soak(options, tell);
  process.stdout.write(options.json ? `${JSON.stringify(outcome)}\n` : soakText(outcome));
  return soakHolds(outcome) ? 0 : 1;
}

const play = async (options: RoundOptions): Promise<Report> =>
  reportOf(await playGameDay(options, tell), options);

async function played(options: Options): Promise<number> {
  const report = await play(options);
  process.stdout.write(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : textOf(report));
  return report.holds ? 0 : 1;
}

async function playedInRounds({ rounds, reports, json, ...options }: Options): Promise<number> {
  const directory = reports ?? (await mkdtemp(join(tmpdir(), 'farthing-rounds-')));
  tell(`rounds are kept in ${directory}: --reports ${directory} goes on there`);
  const { seed, kills, faults, minutes, tenants, front, plant } = options;
  const what = { seed, kills, faults, minutes, tenants, front, plant, rounds };
  const kept = await keptRounds(directory, await synthesisKey(root, what));
  const all = await playRounds({ options, rounds, kept, play, tell });
  const sum = sumOfRounds(all, options);
  process.stdout.write(
    json ? `${JSON.stringify({ ...sum, rounds: all }, undefined, 2)}\n` : sumText(all, options),
  );
  return sum.isClean ? 0 : 1;
}

function codeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const said = types.isNativeError(error) ? (error.stack ?? error.message) : String(error);
  tell(`it could not be played: ${said}`);
  return 2;
}

async function main(): Promise<number> {
  try {
    const options = optionsFrom(process.argv.slice(2));
    if (options.soak) return await soaked(options);
    const isOne = options.rounds === 1 && options.reports === undefined;
    return await (isOne ? played(options) : playedInRounds(options));
  } catch (error) {
    return codeOf(error);
  }
}

process.exit(await main());
