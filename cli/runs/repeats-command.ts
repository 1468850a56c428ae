import type { CommandLine } from '../command-line.ts';
import { textAt } from '../http/json.ts';
import { showList } from '../show.ts';

export function addRepeatsCommand({ program, run }: CommandLine): void {
  program
    .command('repeats')
    .description(
      'Events of a month whose identity came before under another time: both are counted',
    )
    .requiredOption('--period <month>', 'YYYY-MM')
    .action(
      run(async (session, { period }: { readonly period: string }) =>
        showList(
          session,
          { path: `/v1/billing-runs/${encodeURIComponent(period)}/repeats`, member: 'repeats' },
          [
            { title: 'source', cell: (repeat) => textAt(repeat, 'source') ?? '' },
            { title: 'id', cell: (repeat) => textAt(repeat, 'id') ?? '' },
            { title: 'subject', cell: (repeat) => textAt(repeat['again'], 'subject') ?? '' },
            { title: 'first', cell: (repeat) => textAt(repeat['first'], 'time') ?? '' },
            { title: 'again', cell: (repeat) => textAt(repeat['again'], 'time') ?? '' },
            { title: 'overruled', cell: (repeat) => textAt(repeat['overruled'], 'reason') ?? '' },
          ],
        ),
      ),
    );
}
