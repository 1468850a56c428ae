import type { SpendBlock } from '../../../core/spend/entry.ts';
import { entryId, spendLogId } from '../../../core/spend/log-id.ts';
import type { Journal } from '../journal.ts';
import { tenant } from './stage.ts';
import type { SpendSimulationState } from './states.ts';

/** Notes what became of the passes of a payer, by its log. */
export function notePasses(
  payer: string,
  blocks: readonly SpendBlock[],
  journal: Journal<SpendSimulationState>,
): void {
  const entries = blocks.flatMap((block) => block.entries);
  if (entries.some((one) => one.kind === 'hold' && one.passes !== undefined)) {
    journal.reached('held of a pass');
  }
  const covered = entries.filter((one) => 'byPass' in one);
  if (covered.length > 0) journal.reached('covered by a pass');
  if (covered.some((one) => 'net' in one && one.net > 0n)) {
    journal.reached('covered in part');
  }
  const used = entries
    .flatMap((one) => ('byPass' in one ? one.byPass.parts : []))
    .reduce(
      (sums, { pass, units }) => sums.set(pass, (sums.get(pass) ?? 0n) + units),
      new Map<string, bigint>(),
    );
  const log = spendLogId(tenant, payer);
  for (const [place, block] of blocks.entries()) {
    for (const [index, entry] of block.entries.entries()) {
      const id = entryId({ log, seq: place + 1, index });
      if (entry.kind === 'pass' && used.get(id) === entry.pass.units) {
        journal.reached('pass used up');
      }
    }
  }
}
