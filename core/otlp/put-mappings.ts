import { otlpMappingsBody } from '../contract/otlp/shapes.ts';
import { canonicalText } from '../kernel/json.ts';
import { parsed } from '../kernel/parsed.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { OtlpMappings, OtlpMappingsRecord } from './ports.ts';

/**
 * Replaces a tenant's mappings; those that are so already are kept.
 * @throws Rejection `request.invalid`, `request.unknown-field`, `otlp.changed-meanwhile`
 */
export async function putOtlpMappings(
  kept: OtlpMappings,
  tenant: string,
  sent: unknown,
): Promise<OtlpMappingsRecord> {
  const { revision: replaces, mappings } = parsed(otlpMappingsBody, sent);
  const before = await kept.get(tenant);
  const { revision = 0 } = before ?? {};
  if (before !== undefined && canonicalText(before.mappings) === canonicalText(mappings)) {
    return before;
  }
  if (replaces !== undefined && replaces !== revision) {
    const detail = `look at them again: the mappings are at revision ${revision}, and revision ${replaces} was to be replaced`;
    throw new Rejection('otlp.changed-meanwhile', detail, { param: '/revision' });
  }
  const record = { revision: revision + 1, mappings };
  if ((await kept.put(tenant, record)) === 'put') return record;
  const detail = 'get the mappings again and change those: others changed them at the same time';
  throw new Rejection('otlp.changed-meanwhile', detail);
}
