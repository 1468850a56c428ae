import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { CommandLine } from '../command-line.ts';
import { exitCode, usageFailure } from '../failure.ts';
import { appliedMappings } from '../otlp/otlp-commands.ts';
import type { Session } from '../session.ts';
import { payees } from '../shares/payees-commands.ts';
import { shares } from '../shares/shares-commands.ts';
import { passes } from '../spend/passes-commands.ts';
import { privatePasses } from '../spend/private-passes-commands.ts';
import { appliedFile, isAboutItem } from './apply.ts';
import { customers } from './customers-commands.ts';
import { meters } from './meters-commands.ts';
import { plans } from './plans-commands.ts';
import { appliedSettings } from './settings-commands.ts';

/** What each file of a folder is, each after those that it names things of. */
const collections = {
  ...{ meters, plans, customers, payees, shares, passes },
  'private-passes': privatePasses,
} as const;
/** Files that are one thing each, as the whole tenant has it. */
const wholes = { settings: appliedSettings, otlp: appliedMappings } as const;
const nouns = [
  ...(['meters', 'otlp', 'plans', 'customers', 'payees', 'shares', 'passes'] as const),
  // What is sold of these has the price of the default plan, which the settings name.
  ...(['settings', 'private-passes'] as const),
] as const;
const fileNames = nouns.map((noun) => `${noun}.json`).join(', ');

export function addApplyCommand({ program, run }: CommandLine): void {
  program
    .command('apply')
    .description(
      'Create or replace the meters, OTLP mappings, plans, customers, payees, shares, passes, settings and private passes of a folder',
    )
    .argument('<folder>', `with any of ${fileNames}`)
    .action(run(applyFolder));
}

/** In their order, until one fails: what comes after it may need what is missing. */
async function applyFolder(session: Session, folder: string): Promise<number> {
  const files = nouns.map((noun) => ({ noun, file: join(folder, `${noun}.json`) }));
  const there = await Promise.all(
    files.map(({ file }) => isThere(resolve(session.shell.workingDirectory, file))),
  );
  const present = files.filter((_, index) => there[index] === true);
  if (present.length === 0) {
    throw usageFailure(
      `${folder} has none of ${fileNames}: \`${session.farthing} init\` begins such a folder`,
    );
  }
  const outcome: Record<string, unknown> = {};
  let code: number = exitCode.ok;
  for (const [index, { noun, file }] of present.entries()) {
    if (noun === 'settings' || noun === 'otlp') {
      outcome[noun] = await wholes[noun](session, file).catch((error: unknown) => {
        if (!session.isJson && isAboutItem(error)) session.shell.err(`${file} is refused:\n`);
        throw error;
      });
      continue;
    }
    const applied = await appliedFile(session, file, collections[noun]);
    outcome[noun] = applied;
    if (applied.failed === 0) continue;
    code = exitCode.failed;
    const left = present.slice(index + 1).map(({ noun: one }) => `${one}.json`);
    if (left.length > 0) session.shell.err(`not applied: ${left.join(', ')}\n`);
    break;
  }
  if (session.isJson) session.printJson(outcome);
  return code;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
