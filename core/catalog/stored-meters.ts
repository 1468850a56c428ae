import { StoredObject } from '../kernel/stored.ts';
import { aggregations, type Meter } from '../metering/meter.ts';
import { statistics } from '../metering/rolling/rolling-window.ts';

/** Throws `InvariantViolation` for what no version of ours wrote. */
export function storedMeters(value: unknown): readonly Meter[] {
  return new StoredObject({ meters: value }, 'a catalog').objects('meters').map(meterIn);
}

const windowIn = (window: StoredObject): NonNullable<Meter['window']> => ({
  rolling: window.text('rolling'),
  statistic: window.oneOf('statistic', statistics),
});

const meterIn = (meter: StoredObject): Meter => ({
  key: meter.text('key'),
  ...(meter.has('description') ? { description: meter.text('description') } : {}),
  eventType: meter.text('eventType'),
  aggregation: meter.oneOf('aggregation', aggregations),
  ...(meter.has('value') ? { value: meter.text('value') } : {}),
  ...(meter.has('opensWith') ? { opensWith: meter.oneOf('opensWith', ['previous']) } : {}),
  ...(meter.has('session') ? { session: { gap: meter.object('session').text('gap') } } : {}),
  ...(meter.has('window') ? { window: windowIn(meter.object('window')) } : {}),
  ...(meter.has('chargedOnly') ? { chargedOnly: true as const } : {}),
  dimensions: meter.texts('dimensions'),
  filter: meter.textLists('filter'),
  sinceVersion: meter.integer('sinceVersion'),
});
