import { type OpenMeterMeter, openMeterAggregation } from '../../core/contract/openmeter/shapes.ts';
import type { Meter } from '../../core/metering/meter.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import type { CatalogPorts } from './ports.ts';

/** Answers OpenMeter's list of meters: those whose aggregation it knows; of trailing windows it knows none. */
export const listOpenMeterMeters =
  ({ catalogs }: CatalogPorts): RouteHandlers['ServeCatalog']['GET /api/v1/meters'] =>
  async ({ caller }) => {
    const { meters } = await catalogs.latest(caller.tenant, 'strong');
    return { status: 200, body: meters.flatMap(asOpenMeter) };
  };

function asOpenMeter(meter: Meter): OpenMeterMeter[] {
  const { key, description, eventType, value, dimensions } = meter;
  const known = openMeterAggregation.safeParse(meter.aggregation.toUpperCase());
  if (!known.success || meter.window !== undefined) return [];
  return [
    {
      id: key,
      slug: key,
      ...(description === undefined ? {} : { description }),
      aggregation: known.data,
      eventType,
      ...(value === undefined ? {} : { valueProperty: jsonPathOf(value) }),
      groupBy: Object.fromEntries(dimensions.map((field) => [field, jsonPathOf(field)])),
    },
  ];
}

/** A field by its name, or by a JSON Pointer, as JSONPath (RFC 9535). */
function jsonPathOf(field: string): string {
  const steps = field.startsWith('/') ? field.slice(1).split('/') : [field];
  const segments = steps
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`));
  return `$${segments.join('')}`;
}
