import type { CommandLine } from '../command-line.ts';
import { numberAt, textAt } from '../http/json.ts';
import {
  type RebuildOptions,
  rebuild,
  rebuildFunctionOption,
  rebuildTenantOption,
} from '../maintenance/rebuild.ts';

export function addTotalsCommands({ program, run }: CommandLine): void {
  program
    .command('totals')
    .description('What usage comes to, folded from its log.')
    .command('rebuild')
    .description(
      'Make totals again from the usage log, while they are used. Needs no key but the right to invoke',
    )
    .addOption(rebuildTenantOption())
    .addOption(rebuildFunctionOption())
    .action(
      run(async (session, options: RebuildOptions) =>
        rebuild(session, options, { what: 'totals', place: placeInTotals }),
      ),
    );
}

/** How long the log is, is not known before its end. */
function placeInTotals(next: unknown) {
  if (textAt(next, 'phase') !== 'rollups') return { part: 'hours of the log' };
  const month = numberAt(next, 'month') ?? 0;
  const name = new Date(Date.UTC(1970, month)).toISOString().slice(0, 7);
  return { part: `the rollups of ${name}` };
}
