import { InvalidArgumentError, Option } from 'commander';
import type { CommandLine } from '../command-line.ts';
import { exitCode, Failure, usageFailure } from '../failure.ts';
import { counted } from '../output/numbers.ts';
import { progressBar } from '../output/progress.ts';
import { type Column, printable, table } from '../output/table.ts';
import type { Session } from '../session.ts';
import {
  type DeadLetter,
  type DeadLetterQueue,
  lettersIn,
  type QueueName,
  queueNames,
  type RedriveResult,
  redriveFrom,
} from './dead-letters.ts';
import type { LetterContent } from './letter-content.ts';

interface PlaceOptions {
  readonly stack?: string;
  readonly queue?: QueueName;
}
interface ListOptions extends PlaceOptions {
  readonly limit: number;
}
interface RedriveOptions extends ListOptions {
  readonly all?: boolean;
}

/** What a local stack is named in its template. */
const localStackName = 'Farthing';
const [listedMax, redrivenMax, namesMax] = [1000, 100_000, 20];
/** Characters in a table; `show` has all of them. */
const whatMax = 72;

/** Whoever looks at letters hides them from others, for as long as that takes. */
const hiddenText = 'the others are being looked at just now: ask again in five minutes';

const columns: readonly Column[] = [
  { title: 'queue' },
  { title: 'id' },
  { title: 'tenant' },
  { title: 'what' },
  { title: 'queued' },
  { title: 'received', align: 'right' },
  { title: 'kept until' },
];

export function addDlqCommands({ program, run }: CommandLine): void {
  const dlq = program
    .command('dlq')
    .description(
      'Dead letters: messages that were tried five times in vain. Needs no key but rights on the queues.',
    );
  const stackOption = () =>
    new Option('--stack <name>', 'of a deployment; else FARTHING_STACK, else the local stack');
  const queueOption = () => new Option('--queue <name>', 'only of this one').choices(queueNames);

  dlq
    .command('list')
    .description('What is there: of whom, what it is, since when, and how often it was received')
    .addOption(queueOption())
    .addOption(limitOption('of each queue at most so many', 100, listedMax))
    .addOption(stackOption())
    .action(run(list));
  dlq
    .command('show')
    .description('One message, with the events, customers or documents it names')
    .argument('<id>', 'as `dlq list` shows it, or how it begins')
    .addOption(queueOption())
    .addOption(stackOption())
    .action(run(async (session, id: string, options: PlaceOptions) => show(session, id, options)));
  dlq
    .command('redrive')
    .description('Send messages back to the queue they came from, once their cause is repaired')
    .argument('[id...]', 'as `dlq list` shows them')
    .addOption(queueOption())
    .option('--all', 'of all queues')
    .addOption(limitOption('at most so many', 10_000, redrivenMax))
    .addOption(stackOption())
    .action(run(redrive));
}

const limitOption = (does: string, preset: number, max: number): Option =>
  new Option('--limit <n>', does).default(preset).argParser((text) => {
    const limit = Number(text);
    if (Number.isInteger(limit) && limit >= 1 && limit <= max) return limit;
    throw new InvalidArgumentError(`Give a whole number from 1 to ${max}.`);
  });

/** Does something with the queues that the options name. */
async function withQueues(
  { shell, localStack }: Session,
  { stack = shell.environment['FARTHING_STACK'], queue }: PlaceOptions,
  work: (queues: readonly DeadLetterQueue[]) => Promise<number>,
): Promise<number> {
  const local = stack === undefined ? localStack() : undefined;
  if (stack === undefined && local === undefined) {
    throw usageFailure(
      'name the stack of the deployment by --stack or FARTHING_STACK, or `npm start`',
    );
  }
  const { sqsDeadLetters } = await import('./sqs-dead-letters.ts');
  using found = await sqsDeadLetters({
    stack: stack ?? localStackName,
    environment: local?.environment,
  });
  return await work(found.queues.filter(({ name }) => queue === undefined || name === queue));
}

/** Letters as programs get them. What reads them is loaded when there are any: few commands need it. */
async function lettersJson(letters: readonly DeadLetter[]) {
  const { letterContent } = await import('./letter-content.ts');
  return letters.map((letter) => letterJson(letter, letterContent));
}

const letterJson = (
  letter: DeadLetter,
  letterContent: (queue: QueueName, body: string) => LetterContent,
) => {
  const { queue, id, queuedAt, triedAt, receives, keptUntil, body } = letter;
  const { tenant, what, names } = letterContent(queue, body);
  return {
    queue,
    id,
    tenant: tenant ?? null,
    what,
    queuedAt: timeText(queuedAt),
    firstTriedAt: triedAt === undefined ? null : timeText(triedAt),
    receives,
    keptUntil: timeText(keptUntil),
    names,
  };
};

const timeText = (milliseconds: number): string => new Date(milliseconds).toISOString();

const list = (session: Session, options: ListOptions): Promise<number> =>
  withQueues(session, options, async (queues) => {
    const found = await Promise.all(
      queues.map(async (queue) => {
        const letters = await lettersIn(queue, options.limit);
        return { name: queue.name, letters, count: Math.max(letters.length, await queue.count()) };
      }),
    );
    const letters = await lettersJson(found.flatMap((one) => one.letters));
    if (session.isJson) {
      const counts = Object.fromEntries(found.map(({ name, count }) => [name, count]));
      session.printJson({ counts, letters });
      return exitCode.ok;
    }
    if (found.every(({ count }) => count === 0)) {
      session.shell.out('no dead letters\n');
      return exitCode.ok;
    }
    const rows = letters.map(({ queue, id, tenant, what, queuedAt, receives, keptUntil }) => [
      queue,
      id,
      tenant ?? '',
      what.length > whatMax ? `${what.slice(0, whatMax).toWellFormed()}…` : what,
      queuedAt,
      String(receives),
      keptUntil.slice(0, 10),
    ]);
    if (rows.length > 0) session.shell.out(table(columns, rows));
    session.shell.out(found.map((one) => notShownText(one, options.limit)).join(''));
    return exitCode.ok;
  });

/** Says how many letters of a queue are not shown, and why. */
function notShownText(
  {
    name,
    letters,
    count,
  }: { readonly name: string; readonly letters: readonly unknown[]; readonly count: number },
  limit: number,
): string {
  if (count <= letters.length) return '';
  const why = letters.length < limit ? hiddenText : 'see --limit';
  return `${name}: ${letters.length} of about ${count} are shown, ${why}\n`;
}

const show = (session: Session, id: string, options: PlaceOptions): Promise<number> =>
  withQueues(session, options, async (queues) => {
    const letters = (
      await Promise.all(queues.map((queue) => lettersIn(queue, redrivenMax)))
    ).flat();
    const found = letters.filter((one) => one.id.startsWith(id));
    const [letter, another] = new Map(found.map((one) => [one.id, one])).values();
    if (letter === undefined) throw new Failure(`there is no dead letter ${id}: see \`dlq list\``);
    if (another !== undefined)
      throw new Failure(`more than one id begins with ${id}: give more of it`);
    for (const { names, ...facts } of await lettersJson([letter])) {
      if (session.isJson) session.printJson({ ...facts, names, body: letter.body });
      else session.shell.out(letterReport(facts, names));
    }
    return exitCode.ok;
  });

function letterReport(
  facts: Readonly<Record<string, string | number | null>>,
  names: readonly string[],
): string {
  const lines = [
    ...Object.entries(facts).map(([name, value]) => `${name}: ${value ?? 'none'}`),
    ...names.slice(0, namesMax).map((name) => `  ${name}`),
    ...(names.length > namesMax ? [`  and ${names.length - namesMax} more, see --json`] : []),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}

async function redrive(
  session: Session,
  given: readonly string[],
  options: RedriveOptions,
): Promise<number> {
  const ids = [...new Set(given)];
  if (ids.length === 0 && options.queue === undefined && options.all !== true) {
    throw usageFailure('say which: ids, --queue NAME, or --all');
  }
  return withQueues(session, options, async (queues) => {
    const totals = await Promise.all(queues.map((queue) => queue.count()));
    const limit = Math.min(options.limit, ids.length > 0 ? ids.length : options.limit);
    const total = Math.min(
      limit,
      totals.reduce((sum, count) => sum + count, 0),
    );
    const bar = progressBar(session.shell, 'redriving');
    const results: (RedriveResult & { readonly queue: QueueName })[] = [];
    let done = 0;
    try {
      for (const queue of queues) {
        const result = await redriveFrom(queue, {
          isWanted: ({ id }) => ids.length === 0 || ids.includes(id),
          limit: limit - done,
          onRedriven: () => {
            done += 1;
            bar.update({ fraction: done / Math.max(total, done), note: counted(done, 'message') });
          },
        });
        results.push({ queue: queue.name, ...result });
        if (done >= limit) break;
      }
    } finally {
      bar.end();
    }
    const isHidden = ids.length === 0 && total > 0;
    return told(session, { ids, isHidden }, results);
  });
}

/** Says what was redriven, and what was not. */
function told(
  { isJson, printJson, shell }: Session,
  { ids, isHidden }: { readonly ids: readonly string[]; readonly isHidden: boolean },
  results: readonly (RedriveResult & { readonly queue: QueueName })[],
): number {
  const failures = results.flatMap((one) => one.failures);
  const redriven = results.reduce((sum, one) => sum + one.redriven, 0);
  const missing = Math.max(0, ids.length - redriven - failures.length);
  if (isJson) {
    printJson({ redriven, failures, missing });
  } else {
    const back = results.filter((one) => one.redriven > 0);
    const lines = back.map((one) => `${counted(one.redriven, 'message')} back on ${one.queue}\n`);
    const none =
      isHidden && failures.length === 0
        ? 'nothing is redriven: all letters are being looked at just now, ask again in five minutes'
        : 'nothing to redrive';
    shell.out(lines.length === 0 ? `${none}\n` : lines.join(''));
    for (const { id, reason } of failures) shell.err(`${printable(`${id} stays: ${reason}`)}\n`);
    if (missing > 0) shell.err(`not found: ${missing} of ${counted(ids.length, 'id')}\n`);
  }
  return failures.length + missing > 0 ? exitCode.failed : exitCode.ok;
}
