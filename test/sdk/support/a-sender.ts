import { senderIn } from '../../../sdk/src/sender/create-sender.ts';
import type { SenderSettings } from '../../../sdk/src/sender/settings.ts';
import type { Drop, Failure } from '../../../sdk/src/sender/told.ts';
import type { TrackedEvent } from '../../../sdk/src/sender/tracked-event.ts';
import { type Fault, ingesting } from './ingesting.ts';
import { manualEnvironment } from './manual-environment.ts';

export const aView = (fields: Partial<TrackedEvent> = {}): TrackedEvent => ({
  type: 'view',
  subject: 'reader-7',
  ...fields,
});

/** So many, told by `n`. */
export const several = (count: number): TrackedEvent[] =>
  Array.from({ length: count }, (_, n) => aView({ data: { n } }));

/** A sender whose requests have these faults, one after another, and none after the last. */
export function aSender(settings: Partial<SenderSettings> = {}, faults: readonly Fault[] = []) {
  const time = manualEnvironment();
  const service = ingesting((_, count) => faults[count - 1] ?? 'none');
  const drops: Drop[] = [];
  const failures: Failure[] = [];
  const sender = senderIn(time.environment, {
    url: 'https://farthing.example',
    apiKey: 'ft_test_key_secret',
    source: 'urn:magazine',
    compress: false,
    fetch: service.fetch,
    onDrop: (drop) => drops.push(drop),
    onFailure: (failure) => failures.push(failure),
    ...settings,
  });
  return { sender, time, ...service, drops, failures };
}
