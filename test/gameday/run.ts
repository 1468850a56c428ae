import { types } from 'node:util';
import { CommanderError } from 'commander';
import { playGameDay } from './game-day.ts';
import { type Options, optionsFrom } from './options.ts';
import { holds, jsonOf, textOf } from './report.ts';
import { soak, soakHolds, soakText } from './soak/soak.ts';

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

async function played(options: Options): Promise<number> {
  const outcome = await playGameDay(options, tell);
  process.stdout.write(options.json ? jsonOf(outcome, options) : textOf(outcome, options));
  return holds(outcome) ? 0 : 1;
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
    return await (options.soak ? soaked(options) : played(options));
  } catch (error) {
    return codeOf(error);
  }
}

process.exit(await main());
