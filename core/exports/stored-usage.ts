import { definedOnly } from '../kernel/defined-only.ts';
import { invariant } from '../kernel/invariant.ts';
import { listIn, type StoredObject } from '../kernel/stored.ts';
import { coverageFrom, coverageJson } from '../metering/totals/coverage.ts';
import type { CoveredHour } from './usage-pieces.ts';
import type { Folder, UsageDay, UsagePlan } from './usage-plan.ts';

const hourJson = ({ shard, hour, version, coverage, corrected }: CoveredHour) => ({
  ...{ shard, hour, version },
  coverage: coverageJson(coverage),
  ...definedOnly({ corrected }),
});

function hourFrom(stored: StoredObject): CoveredHour {
  return {
    shard: stored.integer('shard'),
    hour: stored.integer('hour'),
    version: stored.integer('version'),
    coverage: coverageFrom(stored.value('coverage'), 'an exported hour'),
    ...(stored.has('corrected') ? { corrected: true } : {}),
  };
}

function folderFrom(value: unknown): Folder {
  if (value === 'all') return value;
  invariant(typeof value === 'number', 'a folder of usage is of an hour, or of all');
  return value;
}

/** A plan as it is put, and found again by whoever goes on with it. */
export const usagePlanJson = ({ folder, hours, limits }: UsagePlan): object => ({
  ...{ folder, limits },
  hours: hours.map(hourJson),
});

export function usagePlanFrom(stored: StoredObject): UsagePlan {
  const limits = stored.object('limits');
  return {
    folder: folderFrom(stored.value('folder')),
    hours: stored.objects('hours').map(hourFrom),
    limits: { rows: limits.integer('rows'), characters: limits.integer('characters') },
  };
}

/** A day as its last manifest has it. */
export const usageDayJson = ({ hours, blocks }: UsageDay): object => ({
  hours: hours.map(hourJson),
  blocks: [...blocks],
});

export const usageDayFrom = (stored: StoredObject): UsageDay => ({
  hours: stored.objects('hours').map(hourFrom),
  blocks: new Map(
    stored.list('blocks').map((pair): [Folder, number] => {
      const [folder, count] = listIn(pair, 'blocks of a folder');
      invariant(typeof count === 'number', 'a folder has a number of blocks');
      return [folderFrom(folder), count];
    }),
  ),
});
