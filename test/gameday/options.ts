import { Command, InvalidArgumentError, Option } from 'commander';
import { type Plant, plants } from './faults/plants.ts';
import { tenants } from './play/tenants.ts';

/** What takes requests: an HTTP API, or a web function beside it, with half of the clients each. */
const fronts = ['http-api', 'both'] as const;
export type Front = (typeof fronts)[number];

/** One round: a stack that begins empty, and comes to rest. */
export interface RoundOptions {
  readonly seed: number;
  readonly kills: number;
  readonly faults: number;
  readonly minutes: number;
  readonly tenants: number;
  readonly front: Front;
  /** Faults of ours, none where left out. */
  readonly plant: readonly Plant[];
  readonly data: string | undefined;
}

/** The seed is that of the first round; kills, faults and minutes are those of all rounds together. */
export interface Options extends RoundOptions {
  readonly rounds: number;
  /** Where rounds are kept, and found again when the command was interrupted. */
  readonly reports: string | undefined;
  readonly json: boolean;
  readonly soak: boolean;
}

const roundsMax = 100;
const whole = (text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
};
const upTo =
  (most: number) =>
  (text: string): number => {
    const count = whole(text);
    if (count >= 1 && count <= most) return count;
    throw new InvalidArgumentError(`Give 1 to ${most}.`);
  };
const minutes = (text: string): number => {
  if (/^\d{1,4}(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give minutes, such as 10 or 0.5.');
};

const help = `
A seed decides what becomes of the first, the second and each further request, and who is killed in what order.
It does not decide the timing: two runs of one seed meet in the same plan, not in the same moment.
The same command with the same --reports goes on where it was interrupted, and adds up what is there when all is.
Exit code 1: something did not hold, or fewer were killed than asked for. Exit code 2: it could not be played to its end.`;

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
      '--rounds <n>',
      'so many stacks one after the other, each with a seed of its own, share kills, faults and minutes',
      upTo(roundsMax),
      1,
    )
    .option('--reports <dir>', 'where the rounds are kept that have been played; else somewhere')
    .option('--tenants <n>', 'how many tenants there are', upTo(tenants.length), 3)
    .addOption(
      new Option('--front <front>', 'what takes requests').choices(fronts).default('http-api'),
    )
    .option('--soak', 'no faults and no kills: a steady load, and what memory does', false)
    .option('--json', 'one JSON document instead of text for people', false)
    .addOption(
      new Option(
        '--data <dir>',
        'where the data of one round is kept, and stays; else it goes',
      ).conflicts('reports'),
    )
    .addOption(
      new Option('--plant <fault...>', 'faults of ours that the checks have to find').choices(
        Object.keys(plants),
      ),
    )
    .addHelpText('after', help)
    .exitOverride()
    .parse([...args], { from: 'user' });
  const given = command.opts<Partial<Options>>();
  const options = { plant: [], data: undefined, reports: undefined, ...given } as Options;
  if (options.rounds > 1 && options.data !== undefined) {
    command.error('error: --data is for one round: leave out --rounds, or give --reports instead');
  }
  return options;
}
