import {
  type AggregationPorts,
  aggregateEvents,
} from '../../core/metering/aggregation/aggregate-events.ts';
import { eventMessageFrom } from '../../core/metering/intake/event-message.ts';
import { forWholeBatch } from '../middleware/process-batch.ts';

/** Brings the messages of a batch into the usage log, each of which may fail alone. */
export const aggregateUsage = (ports: AggregationPorts) =>
  forWholeBatch(eventMessageFrom, (messages, time) => aggregateEvents(ports, messages, time));
