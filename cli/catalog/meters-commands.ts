import type { CommandLine } from '../command-line.ts';
import { type JsonObject, listAt, textAt } from '../http/json.ts';
import { showItem, showList } from '../show.ts';
import { applyFile } from './apply.ts';

/** One at a time: each new meter makes a new version of the catalog. */
export const meters = {
  path: '/v1/meters',
  lanes: 1,
  noun: 'meter',
  kept: 'there already',
} as const;

export function addMeterCommands({ program, run }: CommandLine): void {
  const command = program.command('meters').description('What is counted, and how.');
  command
    .command('apply')
    .description('Create the meters of a file; each counts what the log already holds')
    .argument('<file>', 'JSON array, or one object a line: {"key", "eventType", "aggregation", …}')
    .action(run(async (session, file: string) => applyFile(session, file, meters)));
  command
    .command('list')
    .description('All meters')
    .action(
      run(async (session) =>
        showList(session, { path: meters.path, member: 'meters' }, [
          { title: 'key', cell: (meter) => textAt(meter, 'key') ?? '' },
          { title: 'event type', cell: (meter) => textAt(meter, 'eventType') ?? '' },
          { title: 'adds up', cell: addsUp },
          { title: 'dimensions', cell: (meter) => listAt(meter, 'dimensions').join(' ') },
        ]),
      ),
    );
  command
    .command('get')
    .description('One meter, and how far its backfill is')
    .argument('<key>')
    .action(run(async (session, key: string) => showItem(session, meters.path, key)));
}

function addsUp(meter: JsonObject): string {
  const value = textAt(meter, 'value');
  const aggregation = textAt(meter, 'aggregation') ?? '';
  return value === undefined ? aggregation : `${aggregation} of ${value}`;
}
