import { Rejection } from '../../kernel/rejection.ts';
import { shown } from '../../metering/shown.ts';
import type { DropRecord, DropRecords } from './ports.ts';

/** @throws Rejection `drop.not-found` */
export async function findDrop(
  drops: Pick<DropRecords, 'get'>,
  tenant: string,
  id: string,
): Promise<DropRecord> {
  const found = await drops.get(tenant, id);
  if (found !== undefined) return found.drop;
  const detail = `see GET /v1/drops for what there is: there is no drop ${shown(id)}`;
  throw new Rejection('drop.not-found', detail, { param: 'id' });
}
