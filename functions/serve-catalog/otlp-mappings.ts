import { type OtlpMappingsAnswer, offeredMapping } from '../../core/contract/otlp/shapes.ts';
import type { OtlpMappingsRecord } from '../../core/otlp/ports.ts';
import { putOtlpMappings } from '../../core/otlp/put-mappings.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { CatalogPorts } from './ports.ts';

/** Answers which spans, log records and metrics become events. */
export const otlpMappingRoutes = ({ otlpMappings }: Pick<CatalogPorts, 'otlpMappings'>) =>
  ({
    'GET /v1/otlp-mappings': async ({ caller: { tenant } }) => {
      const record = await otlpMappings.get(tenant);
      return { status: 200, body: mappingsAnswer(record ?? { revision: 0, mappings: [] }) };
    },
    'PUT /v1/otlp-mappings': async ({ caller: { tenant }, body }) => {
      const record = await putOtlpMappings(otlpMappings, tenant, body);
      return { status: 200, body: mappingsAnswer(record) };
    },
  }) satisfies Partial<RouteHandlers['ServeCatalog']>;

const mappingsAnswer = ({ mappings, revision }: OtlpMappingsRecord): OtlpMappingsAnswer => ({
  mappings,
  revision,
  offered: [offeredMapping],
});
