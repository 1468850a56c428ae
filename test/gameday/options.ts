import { Command, InvalidArgumentError, Option } from 'commander';
import { type Plant, plants } from './faults/plants.ts';
import { tenants } from './play/tenants.ts';

export interface Options {
  readonly seed: number;
  readonly kills: number;
  readonly faults: number;
  readonly minutes: number;
  readonly tenants: number;
  readonly json: boolean;
  readonly soak: boolean;
  /** Faults of ours, none where left out. */
  readonly plant: readonly Plant[];
  readonly data: string | undefined;
}

const whole = (text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
};
const tenantsFrom = (text: string): number => {
  const count = whole(text);
  if (count >= 1 && count <= tenants.length) return count;
  throw new InvalidArgumentError(`Give 1 to ${tenants.length}.`);
};
const minutes = (text: string): number => {
  if (/^\d{1,4}(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give minutes, such as 10 or 0.5.');
};

/** Throws a CommanderError when called wrongly, or for `--help`. */
export function optionsFrom(args: readonly string[]): Options {
  const command = new Command('npm run gameday --')
    .description(
      'Run the stack as processes, break what lies between them and kill them under load, and count again.',
    )
    .option('--seed <n>', 'of the dice that plan faults, kills and traffic', whole, 1)
    .option('--kills <n>', 'how many processes and workers are killed', whole, 40)
    .option('--faults <n>', 'how many requests get a fault, at most', whole, 800)
    .option(
      '--minutes <n>',
      'how long the load lasts; shorter once kills and faults are done',
      minutes,
      10,
    )
    .option(
      '--tenants <n>',
      `how many tenants there are, ${tenants.length} at most`,
      tenantsFrom,
      3,
    )
    .option('--soak', 'no faults and no kills: a steady load, and what memory does', false)
    .option('--json', 'one JSON document instead of text for people', false)
    .option('--data <dir>', 'where the data is kept, and stays; else it is deleted')
    .addOption(
      new Option('--plant <fault...>', 'faults of ours that the checks have to find').choices(
        Object.keys(plants),
      ),
    )
    .addHelpText(
      'after',
      '\nA seed decides what becomes of the first, the second and each further request, and who is killed in what order.\nIt does not decide the timing: two runs of one seed meet in the same plan, not in the same moment.\nExit code 1: something did not hold. Exit code 2: it could not be played to its end.',
    )
    .exitOverride()
    .parse([...args], { from: 'user' });
  const given = command.opts<Partial<Options>>();
  return { plant: [], data: undefined, ...given } as Options;
}
