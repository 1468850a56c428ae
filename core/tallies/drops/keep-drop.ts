import { canonicalText } from '../../kernel/json.ts';
import type { DropRecord, DropRecords, RevisedDrop } from './ports.ts';
import { storedDrop } from './stored-drop.ts';

/**
 * Puts what a drop has come to over what it was. Where the answer was lost, or another has come to the same, that is
 * what stands there; throws where another is further.
 */
export async function keepDrop(
  drops: Pick<DropRecords, 'get' | 'put'>,
  tenant: string,
  { revision }: Pick<RevisedDrop, 'revision'>,
  drop: DropRecord,
): Promise<RevisedDrop> {
  const next = { revision: revision + 1, drop };
  if ((await drops.put(tenant, next)) === 'put') return next;
  const there = await drops.get(tenant, drop.id);
  if (there?.revision === next.revision && textOf(there.drop) === textOf(drop)) return there;
  throw new Error(`drop ${drop.id} is gone on with elsewhere`);
}

const textOf = (drop: DropRecord): string => canonicalText(storedDrop(drop));
